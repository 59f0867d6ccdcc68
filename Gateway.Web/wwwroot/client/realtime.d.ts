// The types of realtime.js are those of the sources that it is made from. Not served.
export * from "../../../clients/typescript/src/index.js";
