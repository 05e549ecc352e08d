// Mocha's own spec report, and the counts as one JSON line in the file that HUB_TEST_COUNTS names, for `npm test` to add up.
const { appendFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.HUB_TEST_COUNTS;
    if (!file) return;
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      appendFileSync(file, `${JSON.stringify({ passes, failures, pending })}\n`);
    });
  }
};
