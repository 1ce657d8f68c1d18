// Runs before all stories: creates the world once. Every story gets a copy.
import { rm } from "node:fs/promises";
import { Server, START, TEMPLATE } from "./server.ts";

export default async function seed(): Promise<void> {
  await rm(TEMPLATE, { recursive: true, force: true });
  const server = await Server.start(TEMPLATE, ["--start", START]);
  await server.stop();
}
