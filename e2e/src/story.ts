// What every story has: a server with a world of its own, and a page that may not complain.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
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
  /** The story's own server. */
  server: Server;
  /** What its page complains of; at the end there must be nothing. */
  complaints: Complaints;
}

export const test = base.extend<Story>({
  server: async ({}, use) => {
    const data = await mkdtemp(join(tmpdir(), "attache-e2e-"));
    await cp(TEMPLATE, data, { recursive: true });
    const server = await Server.start(data);
    await use(server);
    await server.stop();
    await rm(data, { recursive: true, force: true });
  },
  baseURL: async ({ server }, use) => use(server.url),
  complaints: async ({}, use) => use(new Complaints()),
  page: async ({ page, server, complaints }, use) => {
    complaints.listen(page, server.url);
    await use(page);
    expect(complaints.heard, "what the page complained of").toEqual([]);
  },
});

export { expect };
