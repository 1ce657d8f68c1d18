// Tampering by someone with write access to the data directory.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Replaces a text in the database file with another of the same length. No server may have the file open. */
export async function tamper(world: string, text: string, change: (text: string) => string): Promise<void> {
  const path = join(world, "attache.db");
  const file = await readFile(path);
  const [before, after] = [Buffer.from(text), Buffer.from(change(text))];
  const at = file.indexOf(before);
  if (before.length === 0 || at < 0) throw new Error("the text is not in the database's file as it is");
  if (before.length !== after.length || before.equals(after))
    throw new Error("nothing of the same length to change it to");
  after.copy(file, at);
  await writeFile(path, file);
}
