// worker_threads, the thread pool behind crypto, zlib and fs, and Atomics.
const { Worker, isMainThread, parentPort, workerData } = require("worker_threads");
const crypto = require("crypto");
const fs = require("fs");
const zlib = require("zlib");

if (!isMainThread) {
  const counter = new Int32Array(workerData.shared);
  let sum = 0;
  for (let i = 0; i < 200000; i++) sum = (sum * 31 + i + workerData.number) | 0;
  const garbage = [];
  for (let i = 0; i < 20000; i++) garbage.push({ i, text: "x".repeat(i % 50) });
  Atomics.add(counter, 0, 1);
  Atomics.notify(counter, 0);
  parentPort.postMessage({ number: workerData.number, sum, objects: garbage.length });
  return;
}

const call = (f, ...a) =>
  new Promise((ok, bad) => f(...a, (error, value) => (error ? bad(error) : ok(value))));
const hash = (data) => crypto.createHash("sha256").update(data).digest("hex");

(async () => {
  const shared = new SharedArrayBuffer(4);
  const workers = [0, 1, 2, 3].map(
    (number) =>
      new Promise((ok, bad) => {
        const worker = new Worker(__filename, { workerData: { number, shared } });
        worker.once("message", ok);
        worker.once("error", bad);
      }),
  );
  const keys = [...Array(12).keys()].map((n) => call(crypto.pbkdf2, "p" + n, "s", 5000, 32, "sha256"));
  const data = Buffer.alloc(2000000, "gordian knot ");
  const packed = [...Array(8).keys()].map(async (n) => {
    const gz = await call(zlib.gzip, data.subarray(n * 1000));
    return hash(await call(zlib.gunzip, gz));
  });
  const files = [...Array(50)].map(() => call(fs.readFile, __filename));
  console.log(JSON.stringify(await Promise.all(workers)));
  console.log((await Promise.all(keys)).map((key) => key.toString("hex")).join(" "));
  console.log((await Promise.all(packed)).join(" "));
  console.log((await Promise.all(files)).every((file) => file.equals(fs.readFileSync(__filename))));
  console.log(Atomics.load(new Int32Array(shared), 0));
})();
