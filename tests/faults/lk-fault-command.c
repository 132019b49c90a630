/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-command.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/syscall.h>

#define FORMER "# what was here before\n"
#define PEEK 8 /* bytes of what is written that tell a request */

#define CREATE_APP "create", "app", "--role", "R/W Svc Acct", "--description", "nightly job", "--expires", "30d", "--name"
#define CREATE_PULSAR "create", "pulsar", "--tenant", LK_FAULT_TENANT, "--expires", "30d", "--name"

const LkFaultCommand lk_fault_commands[] = {
  { "create app", LK_FAULT_CREATE, FALSE, { CREATE_APP, LK_FAULT_NAME } },
  { "create pulsar", LK_FAULT_CREATE, TRUE, { CREATE_PULSAR, LK_FAULT_NAME } },
  { "rotate", LK_FAULT_ROTATE, FALSE, { "rotate", LK_FAULT_NAME } },
  { "rotate --finish", LK_FAULT_FINISH, FALSE, { "rotate", LK_FAULT_NAME, "--finish" } },
  { "rotate --cancel", LK_FAULT_CANCEL, FALSE, { "rotate", LK_FAULT_NAME, "--cancel" } },
  { "rotate pulsar", LK_FAULT_ROTATE, TRUE, { "rotate", LK_FAULT_NAME } },
  { "rotate pulsar --finish", LK_FAULT_FINISH, TRUE, { "rotate", LK_FAULT_NAME, "--finish" } },
  { "rotate pulsar --cancel", LK_FAULT_CANCEL, TRUE, { "rotate", LK_FAULT_NAME, "--cancel" } },
  { "delete", LK_FAULT_DELETE, FALSE, { "delete", LK_FAULT_NAME, "--yes" } },
  { "delete pulsar", LK_FAULT_DELETE, TRUE, { "delete", LK_FAULT_NAME, "--yes" } },
  { "export", LK_FAULT_EXPORT, FALSE, { "export", LK_FAULT_NAME, "--format", "dotenv", "--output" } },
};

const guint lk_fault_n_commands = G_N_ELEMENTS (lk_fault_commands);

/* The only id that is there now, and was not in @known. */
static char *
find_new (GHashTable *known,
          GHashTable *listed)
{
  GHashTableIter iter;
  char *found = NULL;
  gpointer id;

  g_hash_table_iter_init (&iter, listed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (known, id))
      {
        g_assert_null (found);
        found = g_strdup (id);
      }

  return found;
}

static void
run (LkFaultRun        *self,
     const char *const *words)
{
  g_autofree char *output = NULL;
  int status = lk_fault_bench_run (self->bench, words, &output);

  if (status != 0)
    g_error ("What was to be prepared has ended with %d: %s", status, output);
}

static void
prepare_export (LkFaultRun *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->later, g_free);
  run (self, (const char *const *) self->words);
  g_file_get_contents (self->path, &self->later, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (self->later, self->old_id));
}

static void
prepare_anew (LkFaultRun *self)
{
  static const char *const create_app[] = { CREATE_APP, LK_FAULT_NAME, NULL };
  static const char *const create_pulsar[] = { CREATE_PULSAR, LK_FAULT_NAME, NULL };
  static const char *const rotate[] = { "rotate", LK_FAULT_NAME, NULL };
  static const char *const list[] = { "list", NULL };
  LkFaultOperation operation = self->command->operation;

  lk_fault_bench_reset (self->bench);
  g_clear_pointer (&self->old_id, g_free);
  g_clear_pointer (&self->new_id, g_free);
  if (operation != LK_FAULT_CREATE)
    {
      g_autoptr (LkFaultSight) sight = NULL;

      run (self, self->command->pulsar ? create_pulsar : create_app);
      /* So that it is known, as what is there for long is. */
      run (self, list);
      sight = lk_fault_bench_look (self->bench);
      self->old_id = find_new (self->bench->known, sight->listed);
    }
  if (operation == LK_FAULT_FINISH || operation == LK_FAULT_CANCEL)
    {
      g_autoptr (LkFaultSight) sight = NULL;

      run (self, rotate);
      sight = lk_fault_bench_look (self->bench);
      g_hash_table_remove (sight->listed, self->old_id);
      self->new_id = find_new (self->bench->known, sight->listed);
    }
  if (operation == LK_FAULT_EXPORT)
    prepare_export (self);
}

static guint
count_named (LkFaultSight *sight)
{
  guint n = 0;

  for (guint i = 0; i < sight->infos->len; i++)
    n += g_strcmp0 (lk_secret_info_get (sight->infos->pdata[i], "name"), LK_FAULT_NAME) == 0;

  return n;
}

static gboolean
is_as_before (LkFaultSight *before,
              LkFaultSight *after)
{
  GHashTableIter iter;
  gpointer id;

  if (g_hash_table_size (after->listed) != g_hash_table_size (before->listed) || after->infos->len != before->infos->len
      || count_named (after) != count_named (before) || after->works->len != before->works->len)
    return FALSE;

  g_hash_table_iter_init (&iter, after->listed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (before->listed, id))
      return FALSE;
  for (guint i = 0; i < after->works->len; i++)
    if (!g_str_equal (((LkFaultWork *) after->works->pdata[i])->state, ((LkFaultWork *) before->works->pdata[i])->state))
      return FALSE;

  return TRUE;
}

LkFaultRun *
lk_fault_run_new (LkFaultBench         *bench,
                  const LkFaultCommand *command)
{
  LkFaultRun *self = g_new0 (LkFaultRun, 1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  self->bench = bench;
  self->command = command;
  g_strv_builder_addv (words, (const char **) command->words);
  if (command->operation == LK_FAULT_EXPORT)
    {
      self->path = g_build_filename (bench->target, "token.env", NULL);
      g_strv_builder_add (words, self->path);
    }
  self->words = g_strv_builder_end (words);

  return self;
}

void
lk_fault_run_free (LkFaultRun *self)
{
  lk_fault_bench_reset (self->bench);
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->before, lk_fault_sight_free);
  g_clear_pointer (&self->after, lk_fault_sight_free);
  g_clear_pointer (&self->database, g_bytes_unref);
  g_free (self->old_id);
  g_free (self->new_id);
  g_free (self->path);
  g_free (self->later);
  g_free (self);
}

void
lk_fault_run_prepare (LkFaultRun *self)
{
  if (self->after != NULL && is_as_before (self->before, self->after))
    {
      self->before->n_posts = self->after->n_posts;
      lk_fault_bench_put_back (self->bench, self->database);
    }
  else
    {
      prepare_anew (self);
      g_clear_pointer (&self->before, lk_fault_sight_free);
      g_clear_pointer (&self->database, g_bytes_unref);
      self->database = lk_fault_bench_dup_database (self->bench);
      self->before = lk_fault_bench_look (self->bench);
    }
  g_clear_pointer (&self->after, lk_fault_sight_free);

  if (self->path != NULL)
    {
      lk_test_remove_folder (self->bench->target);
      g_assert_cmpint (g_mkdir (self->bench->target, 0700), ==, 0);
      g_assert_true (g_file_set_contents_full (self->path, FORMER, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      self->former = FORMER;
    }
}

void
lk_fault_run_watch (LkFaultRun    *self,
                    LkFaultTracer *tracer,
                    gboolean       done,
                    LkFaultEnd    *end)
{
  const LkFaultCall *call = lk_fault_tracer_get_call (tracer);

  if (!done && !end->sent && (call->number == SYS_sendto || call->number == SYS_write))
    {
      g_autofree char *bytes = lk_fault_tracer_read (tracer, call->args[1], PEEK);

      end->sent = g_str_has_prefix (bytes, "POST /v");
    }
  else if (end->sent && !end->kept && (call->number == SYS_fsync || call->number == SYS_fdatasync))
    {
      g_autofree char *path = lk_fault_tracer_dup_path (tracer, (int) call->args[0]);

      if (path == NULL || !g_str_has_suffix (path, ".escrow"))
        return;
      if (done)
        end->kept = call->result == 0;
      else
        lk_fault_tracer_await (tracer);
    }
}
