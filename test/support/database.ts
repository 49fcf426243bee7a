import { createHash, randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, openAsBlob, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import packageJson from "../../package.json" with { type: "json" };
import { readMigrations } from "../../retrieval/db/migrate.ts";
import { prepareDatabase } from "../../retrieval/db/open.ts";
import { openPglite } from "../../retrieval/db/pglite.ts";
import { type Database, openDatabase } from "../../retrieval/index.ts";

/** The suite runs on PostgreSQL when one is named, else on the embedded database. */
export const testDatabaseUrl = process.env.TEST_DATABASE_URL || process.env.DATABASE_URL || null;

/** Changes with the schema, with PGlite and with what is made here: an older cached copy is never opened. */
const schemaId = createHash("sha256")
  .update(JSON.stringify(["slim", readMigrations(), packageJson.dependencies]))
  .digest("hex")
  .slice(0, 16);

/** A fresh, migrated, empty database of the test's own. `close()` removes it. */
export function openTestDatabase(): Promise<Database> {
  return testDatabaseUrl ? openFromTemplate(testDatabaseUrl) : openFromDump();
}

/** An embedded database in memory, whatever the suite runs on: for copies that a test makes beside its own. */
export const openMemoryDatabase = (): Promise<Database> => openFromDump();

/** 0.3 s instead of 4: the migrated database is dumped once a machine. */
async function openFromDump(): Promise<Database> {
  const file = join(tmpdir(), `trich-dan-test-${schemaId}.tar`);
  if (existsSync(file)) return openPglite({ dump: await openAsBlob(file) });
  const db = await openPglite({});
  await prepareDatabase(db);
  await slim(db);
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, Buffer.from(await (await db.dump()).arrayBuffer()));
  renameSync(unfinished, file);
  return db;
}

/**
 * Halves the time in which a copy is opened, which the suite does hundreds of times: nothing is left to recover, the
 * files of the two template databases are gone, and the buffers to be set up are 16 MB instead of 128.
 */
async function slim(db: Database): Promise<void> {
  await db.exec("alter system set shared_buffers = '16MB'");
  await db.exec("update pg_database set datistemplate = false where datname in ('template0', 'template1')");
  await db.exec("drop database template0");
  await db.exec("drop database template1");
  await db.exec("checkpoint");
}

/** The embedded database of a folder, migrated and empty: 0.3 s instead of the 4 s in which a program makes its own. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  const prepared = join(tmpdir(), `trich-dan-test-${schemaId}`);
  if (!existsSync(prepared)) await makeDataDir(prepared);
  cpSync(prepared, dataDir, { recursive: true });
}

async function makeDataDir(prepared: string): Promise<void> {
  const unfinished = mkdtempSync(`${prepared}-`);
  const db = await openDatabase({ dataDir: unfinished });
  await slim(db);
  await db.close();
  // Another worker may have been faster.
  if (existsSync(prepared)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, prepared);
}

/** 25–60 ms: a database copied from a migrated template on the server. */
async function openFromTemplate(url: string): Promise<Database> {
  const template = `trich_dan_template_${schemaId}`;
  const name = `trich_dan_test_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(url, async (client) => {
    // Workers start together; one makes the template.
    await client.query("select pg_advisory_lock(7204114)");
    const { rows } = await client.query("select 1 from pg_database where datname = $1", [template]);
    if (rows.length === 0) await createTemplate(client, url, template);
    await client.query(`create database ${name} template ${template}`);
  });
  const db = await openDatabase({ databaseUrl: databaseUrlOf(url, name) });
  return {
    ...db,
    close: async () => {
      await db.close();
      await asAdmin(url, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

async function createTemplate(client: pg.Client, url: string, template: string): Promise<void> {
  const unfinished = `${template}_unfinished`;
  await client.query(`drop database if exists ${unfinished}`);
  await client.query(`create database ${unfinished} encoding 'UTF8' template template0`);
  await (await openDatabase({ databaseUrl: databaseUrlOf(url, unfinished) })).close();
  await client.query(`alter database ${unfinished} rename to ${template}`);
}

/** An empty database without our schema, for tests of opening and migrating; PostgreSQL only. */
export async function createEmptyDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `trich_dan_test_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(url, (client) => client.query(`create database ${name} encoding 'UTF8' template template0`));
  return {
    url: databaseUrlOf(url, name),
    drop: () => asAdmin(url, (client) => client.query(`drop database ${name} with (force)`)),
  };
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrlOf(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
