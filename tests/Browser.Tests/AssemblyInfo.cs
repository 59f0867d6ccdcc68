// One browser at a time: each has several processes, and so have the servers.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
