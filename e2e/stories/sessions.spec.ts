import { openAccount, panel, signIn } from "../src/console.ts";
import { attache } from "../src/server.ts";
import { expect, test } from "../src/story.ts";

const PASSWORD = "a long enough passphrase";

test("Ending a session in one browser ends it in the other at the next call", async ({ page, another, complaints }) => {
  complaints.expect(/status of 401/);
  const theirs = await another();
  await signIn(theirs, "owner");
  await signIn(page, "owner");
  await page.getByRole("button", { name: /^Ines Marchetti/ }).click();
  await page.getByRole("menuitem", { name: "Your sessions" }).click();
  const rows = page.getByRole("table", { name: "Your sessions" }).getByRole("row");
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: "This session" })).toHaveCount(1);
  await rows.getByRole("button", { name: /^End the session with/ }).click();
  await expect(page.getByRole("log", { name: "Status messages" })).toContainText("The session was ended.");
  await expect(rows).toHaveCount(2);

  expect((await theirs.request.get("/api/v1/session")).status()).toBe(401);
  await theirs.goto("/access");
  await expect(theirs.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect(theirs).toHaveURL(/sign-in\?return=%2Faccess$/);
  await page.goto("/access");
  await expect(page.getByRole("heading", { level: 1, name: "Access" })).toBeVisible();
});

test.describe("with passwords", () => {
  test.use({ flags: ["--auth", "password"] });

  test("Users sign in by name and password, and guessing is throttled", async ({ page, world, complaints }) => {
    complaints.expect(/status of 4(01|29)/);
    await attache(["user", "passwd", "owner", "--password-stdin", "--data", world], `${PASSWORD}\n`);
    expect((await page.request.get("/api/v1/principals")).status()).toBe(404);

    await page.goto("/accounts");
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    const name = page.getByRole("textbox", { name: "Name" });
    const password = page.getByLabel("Password");
    const submit = page.getByRole("button", { name: "Sign in" });
    const refusal = page.getByRole("alert");
    // A name of spaces is none: the page says so without asking the server.
    await name.fill("  ");
    await password.fill("not the passphrase");
    await submit.click();
    await expect(name).toHaveAccessibleDescription("Enter your user name.");
    await expect(name).toBeFocused();
    await name.fill("owner");
    await password.fill("not the passphrase");
    await submit.click();
    await expect(refusal).toContainText("Not signed in");
    await expect(password).toHaveValue("");
    await expect(password).toBeFocused();
    // An unknown name gets the same message, so names cannot be guessed.
    const words = await refusal.innerText();
    await name.fill("nobody-of-this-name");
    await password.fill("not the passphrase");
    const answered = page.waitForResponse("**/api/v1/session");
    await submit.click();
    expect((await answered).status()).toBe(401);
    await expect(refusal).toHaveText(words);

    await name.fill("owner");
    await password.fill(PASSWORD);
    await submit.click();
    await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();

    // There is no demo here, and no link to one. Time is real, and nobody can move it.
    await expect(page.getByRole("group", { name: "Simulated clock" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Simulator" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Demo panel" })).toHaveCount(0);
    await openAccount(page, "Kite Studio");
    await expect(panel(page)).toContainText("can ask the Assistant in the chat");
    await expect(panel(page).getByRole("link", { name: "the Assistant" })).toHaveCount(0);

    await page.context().clearCookies();
    await page.goto("/sign-in");
    await expect(async () => {
      await name.fill("read-only");
      await password.fill("not the passphrase");
      await submit.click();
      await expect(refusal).toContainText(/Too many failed attempts.*Try again in \d+/s, { timeout: 1_000 });
    }).toPass();
  });
});
