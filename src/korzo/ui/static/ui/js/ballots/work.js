// Let a worker do a job of `worker.js`.

export function work(job, given = {}, progress = () => {}) {
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.addEventListener("error", () => reject(new Error("the worker could not start")));
    worker.addEventListener("message", ({ data }) => {
      if ("progress" in data) return progress(data.progress);
      if ("made" in data) resolve(data.made);
      else reject(new Error(data.failed));
    });
    worker.postMessage({ job, given });
  }).finally(() => worker.terminate());
}
