// Mocha's own spec report, and its counts and failures as one JSON line in the file that HUB_TEST_COUNTS names, for `npm test` to add
// up and to repeat at its end.
const { appendFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.HUB_TEST_COUNTS;
    if (!file) return;
    const failed = [];
    runner.on("fail", (test, error) =>
      failed.push({ title: test.fullTitle(), error: error?.stack ?? String(error) }),
    );
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      appendFileSync(file, `${JSON.stringify({ passes, failures, pending, failed })}\n`);
    });
  }
};
