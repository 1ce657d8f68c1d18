// Fixtures of every story: a server with its own world, and pages that must not report problems.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { Server, TEMPLATE } from "./server.ts";

/** Collects a page's complaints. A story that provokes a complaint declares it first. */
export class Complaints {
  readonly heard: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Accepts matching complaints from now on. */
  expect(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  listen(page: Page, origin: string): void {
    const hear = (text: string) => {
      if (!this.expected.some((pattern) => pattern.test(text))) this.heard.push(text);
    };
    page.on("console", (message) => {
      const { url } = message.location();
      if (["warning", "error"].includes(message.type())) hear(`${message.type()}: ${message.text()} (${url})`);
    });
    page.on("pageerror", (error) => hear(`uncaught: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
        hear(`request to a foreign place: ${request.url()}`);
      }
    });
  }
}

interface Story {
  /** The story's own data directory. */
  world: string;
  /** Additional flags for its server. */
  flags: string[];
  /** The story's own server. */
  server: Server;
  /** The page's complaints; must be empty at the end. */
  complaints: Complaints;
  /** Opens another browser: a page with its own cookies, which must not complain either. */
  another: (server?: Server) => Promise<Page>;
}

export const test = base.extend<Story>({
  world: async ({}, use) => {
    const data = await mkdtemp(join(tmpdir(), "attache-e2e-"));
    await cp(TEMPLATE, data, { recursive: true });
    await use(data);
    await rm(data, { recursive: true, force: true });
  },
  flags: [[], { option: true }],
  server: async ({ world, flags }, use) => {
    const server = await Server.start(world, flags);
    await use(server);
    await server.stop();
  },
  baseURL: async ({ server }, use) => use(server.url),
  complaints: async ({}, use) => use(new Complaints()),
  page: async ({ page, server, complaints }, use) => {
    complaints.listen(page, server.url);
    await use(page);
    expect(complaints.heard, "complaints of the page").toEqual([]);
  },
  another: async ({ browser, server, complaints }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (other = server) => {
      const context = await browser.newContext({ baseURL: other.url });
      opened.push(context);
      const page = await context.newPage();
      complaints.listen(page, other.url);
      return page;
    });
    await Promise.all(opened.map((context) => context.close()));
    expect(complaints.heard, "complaints of another page").toEqual([]);
  },
});

export { expect };
