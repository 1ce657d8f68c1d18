// The manifest, read as its recipients read it, and its links, followed with no cookie.
import { createHash } from "node:crypto";

/** The rows of a CSV file (RFC 4180) by the names in its first row. */
export function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A quoted or bare field, then what ends it.
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

/** Runs `each` over all items, a few at a time. */
export async function forEachAtOnce<T>(items: T[], each: (item: T) => Promise<void>, atOnce = 8): Promise<void> {
  const queue = items.values();
  const work = async () => {
    for (const item of queue) await each(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Follows a link and says in what the file differs from what the row promises; nothing if in nothing. */
export async function difference(row: Record<string, string>): Promise<string | undefined> {
  const answer = await fetch(row.url ?? "");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.status !== 200) return `${row.path}: ${answer.status}`;
  if (bytes.length !== Number(row.size_bytes)) return `${row.path}: ${bytes.length} bytes, not ${row.size_bytes}`;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return sha256 === row.sha256 ? undefined : `${row.path}: SHA-256 ${sha256}, not ${row.sha256}`;
}
