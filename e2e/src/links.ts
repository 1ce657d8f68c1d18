// Reads the manifest as its recipients do, and follows its links without a cookie.
import { createHash } from "node:crypto";

/** Parses a CSV file (RFC 4180) into rows with the names of its header. */
export function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A quoted or bare field, then its terminator.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (!match) throw new Error(`not CSV after row ${rows.length}`);
    row.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    if (match[3] !== ",") {
      rows.push(row);
      row = [];
    }
  }
  const [header = [], ...body] = rows;
  return body.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""])));
}

/** Runs `each` on all items, `atOnce` at a time. */
export async function forEachAtOnce<T>(items: T[], each: (item: T) => Promise<void>, atOnce = 8): Promise<void> {
  const queue = items.values();
  const work = async () => {
    for (const item of queue) await each(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Follows a link and describes how the file differs from its row; `undefined` if it does not. */
export async function difference(row: Record<string, string>): Promise<string | undefined> {
  const answer = await fetch(row.url ?? "");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.status !== 200) return `${row.path}: ${answer.status}`;
  if (bytes.length !== Number(row.size_bytes)) return `${row.path}: ${bytes.length} bytes, not ${row.size_bytes}`;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return sha256 === row.sha256 ? undefined : `${row.path}: SHA-256 ${sha256}, not ${row.sha256}`;
}
