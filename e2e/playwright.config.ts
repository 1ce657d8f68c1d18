import { defineConfig } from "@playwright/test";
import { executable, launchArguments } from "./src/browser.ts";

export default defineConfig({
  testDir: "stories",
  outputDir: "test-results",
  globalSetup: "./src/seed.ts",
  // A story starts a server of its own, so that stories never share a world.
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    colorScheme: "light",
    actionTimeout: 20_000,
    // Without screenshots: they double the time of every story, and the snapshots show the page as well.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: { executablePath: executable(), args: launchArguments() },
  },
});
