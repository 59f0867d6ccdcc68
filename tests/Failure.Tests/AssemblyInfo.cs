// The machine is one: what a failure costs is measured with nothing else going on.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
