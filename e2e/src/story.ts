// What every story has: a server with a world of its own, and pages that may not complain.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { Server, TEMPLATE } from "./server.ts";

/** Collects what a page complains of; a story that provokes a complaint says so beforehand. */
export class Complaints {
  readonly heard: string[] = [];
  private readonly expected: RegExp[] = [];

  /** From now on such complaints are part of the story. */
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
  /** Flags of its server, besides the usual ones. */
  flags: string[];
  /** The story's own server. */
  server: Server;
  /** What its page complains of; at the end there must be nothing. */
  complaints: Complaints;
  /** Opens another browser: a page with cookies of its own, which may complain no more than the first. */
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
    expect(complaints.heard, "what the page complained of").toEqual([]);
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
    expect(complaints.heard, "what another page complained of").toEqual([]);
  },
});

export { expect };
