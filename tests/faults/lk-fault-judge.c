/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-command.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* What holds after a point: at once, and once the next start has done what it does. The words are those of the promises. */

#define EXIT_NETWORK 5
#define EXIT_UNFINISHED 7
#define LONGER "any:skew=120" /* so that what is not listed was not created */

static gboolean
is_listed (LkFaultSight *sight,
           const char   *id)
{
  return id != NULL && g_hash_table_contains (sight->listed, id);
}

static gboolean
has_secret (LkFaultSight *sight,
            const char   *id)
{
  for (guint i = 0; i < sight->infos->len; i++)
    {
      LkSecretInfo *info = sight->infos->pdata[i];
      const char *kind = lk_secret_info_get (info, "kind");

      if (g_strcmp0 (kind, LK_SECRET_KIND_ASTRA_TOKEN) != 0 && g_strcmp0 (kind, LK_SECRET_KIND_PULSAR_TOKEN) != 0)
        continue;
      if (g_strcmp0 (lk_secret_info_get (info, "field"), LK_SECRET_FIELD_TOKEN) == 0
          && (g_strcmp0 (lk_secret_info_get (info, "client-id"), id) == 0
              || g_strcmp0 (lk_secret_info_get (info, "token-id"), id) == 0))
        return TRUE;
    }

  return FALSE;
}

/* The ids that were not there before. */
static GPtrArray *
list_new (LkFaultRun   *self,
          LkFaultSight *sight)
{
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, sight->listed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (self->before->listed, id))
      g_ptr_array_add (ids, id);

  return ids;
}

static gboolean
is_named (LkFaultSight *sight)
{
  for (guint i = 0; i < sight->infos->len; i++)
    if (g_strcmp0 (lk_secret_info_get (sight->infos->pdata[i], "name"), LK_FAULT_NAME) == 0
        && g_strcmp0 (lk_secret_info_get (sight->infos->pdata[i], "field"), LK_SECRET_FIELD_TOKEN) == 0)
      return TRUE;

  return FALSE;
}

/* A create that is open: what was stored is only looked at once more. */
static LkFaultWork *
find_open (LkFaultSight *sight)
{
  for (guint i = 0; i < sight->works->len; i++)
    {
      LkFaultWork *work = sight->works->pdata[i];

      if (work->old_id == NULL && !g_str_equal (work->state, "stored"))
        return work;
    }

  return NULL;
}

static LkFaultWork *
find_rotation (LkFaultSight *sight,
               const char   *new_id)
{
  for (guint i = 0; i < sight->works->len; i++)
    {
      LkFaultWork *work = sight->works->pdata[i];

      if (work->old_id != NULL && (new_id == NULL || g_strcmp0 (work->new_id, new_id) == 0))
        return work;
    }

  return NULL;
}

static gboolean
names (LkFaultWork *work,
       const char  *id)
{
  return work != NULL
         && (g_strcmp0 (work->client_id, id) == 0
             || (work->candidate_ids != NULL && strstr (work->candidate_ids, id) != NULL));
}

/* P5, and that nothing of others is deleted. */
static char *
judge_names (LkFaultRun   *self,
             LkFaultSight *sight,
             const char   *when)
{
  GHashTableIter iter;
  gpointer id;
  guint n = 0;

  if (sight->damaged)
    return g_strdup_printf ("%s, the database is damaged", when);
  g_hash_table_iter_init (&iter, self->bench->known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!is_listed (sight, id))
      return g_strdup_printf ("P3: %s, a token of somebody else is gone", when);
  if (self->command->operation == LK_FAULT_CREATE)
    return NULL;

  for (guint i = 0; i < sight->infos->len; i++)
    {
      LkSecretInfo *info = sight->infos->pdata[i];
      const char *found = lk_secret_info_get (info, "client-id");

      if (found == NULL)
        found = lk_secret_info_get (info, "token-id");
      if (g_strcmp0 (lk_secret_info_get (info, "name"), LK_FAULT_NAME) != 0
          || g_strcmp0 (lk_secret_info_get (info, "field"), LK_SECRET_FIELD_TOKEN) != 0)
        continue;
      n++;
      if (self->command->operation != LK_FAULT_DELETE && !is_listed (sight, found))
        return g_strdup_printf ("P5: %s, the name leads to a token that is gone", when);
    }
  if (n == 0 && self->command->operation != LK_FAULT_DELETE)
    return g_strdup_printf ("P5: %s, the name leads nowhere", when);
  if (is_listed (sight, self->old_id) && !lk_fault_bench_is_stored (self->bench, self->old_id))
    return g_strdup_printf ("P5: %s, the old token is there, and its secret is not", when);
  if (is_listed (sight, self->new_id) && !lk_fault_bench_is_stored (self->bench, self->new_id))
    return g_strdup_printf ("P5: %s, the new token is there, and its secret is not", when);

  return NULL;
}

/* What creates: P1, P2, P4, and what was said. */
static char *
judge_create_now (LkFaultRun       *self,
                  const LkFaultEnd *end,
                  LkFaultSight     *sight)
{
  g_autoptr (GPtrArray) ids = list_new (self, sight);
  LkFaultWork *work = find_open (sight);

  if (ids->len == 0 && end->status == 0)
    return g_strdup ("P1: it said that there is a token, and there is none");
  if (end->status == EXIT_UNFINISHED && work == NULL && find_rotation (sight, NULL) == NULL)
    return g_strdup ("P1: it said that the journal has it, and it has not");
  if (ids->len > 0 && end->status > 0 && end->status != EXIT_UNFINISHED)
    return g_strdup_printf ("P1: it said that nothing was created (%d), and there is a token", end->status);
  if (ids->len > 0 && !end->sent)
    return g_strdup ("there is a token, and no request for it was seen");

  for (guint i = 0; i < ids->len; i++)
    {
      if (lk_fault_bench_is_stored (self->bench, ids->pdata[i]))
        continue;
      if (end->status == 0)
        return g_strdup ("P1: it said that the token is stored, and it is not");
      if (work == NULL)
        return g_strdup_printf ("P2: there is a token that nothing tells of (exit code %d)", end->status);
    }

  return NULL;
}

/* Nothing is lost, and once it is old enough the work is over. */
static char *
judge_unknown (LkFaultRun  *self,
               LkFaultWork *work)
{
  static const char *const resume[] = { "resume", "--all", NULL };
  g_autoptr (LkFaultSight) last = NULL;

  if (!g_str_equal (work->state, "unknown"))
    return g_strdup_printf ("P1: nothing was lost, and the journal has it as %s", work->state);

  lk_test_demo_fault (self->bench->demo, LONGER);
  lk_fault_bench_run (self->bench, resume, NULL);
  lk_test_demo_fault (self->bench->demo, "");
  last = lk_fault_bench_look (self->bench);

  return find_open (last) != NULL ? g_strdup ("P1: nothing was lost, and the journal has it for ever") : NULL;
}

static char *
judge_create_later (LkFaultRun       *self,
                    const LkFaultEnd *end,
                    LkFaultSight     *sight,
                    LkFaultEnding    *ending)
{
  gboolean rotates = self->command->operation == LK_FAULT_ROTATE;
  g_autoptr (GPtrArray) ids = list_new (self, sight);
  LkFaultWork *work = find_open (sight);

  *ending = ids->len > 0 ? LK_FAULT_SAFE : work != NULL ? LK_FAULT_UNKNOWN_AND_SHOWN : LK_FAULT_NOT_CREATED;
  if (ids->len == 0 && rotates && find_rotation (sight, NULL) != NULL)
    return g_strdup ("P1: nothing was created, and a rotation has begun");
  if (ids->len == 0)
    return work != NULL ? judge_unknown (self, work) : NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      if (lk_fault_bench_is_stored (self->bench, ids->pdata[i]))
        {
          /* Where the disk did not take down how the work ended, it is told here, and was to whoever began it. */
          if (rotates && find_rotation (sight, ids->pdata[i]) == NULL && end->status != EXIT_UNFINISHED)
            return g_strdup ("P2: the new token is stored, and nothing tells that it takes the place of another");
          if (!is_named (sight))
            return g_strdup ("P1: the new token is stored, and its name does not lead to it");
          if (work != NULL)
            return judge_unknown (self, work);
          continue;
        }
      *ending = LK_FAULT_LOST_AND_KNOWN;
      if (end->kept && !self->command->pulsar)
        return g_strdup ("P4: the secret had arrived whole, and is not stored");
      if (!names (work, ids->pdata[i]))
        return g_strdup ("P2: there is a token, and the journal does not name it");
    }

  return NULL;
}

/* What ends a rotation or a token: the secret goes after the token does, and what was said is so. */
static char *
judge_end_later (LkFaultRun       *self,
                 const LkFaultEnd *end,
                 LkFaultSight     *sight,
                 LkFaultEnding    *ending)
{
  gboolean is_rotation = self->command->operation != LK_FAULT_DELETE;
  const char *doomed = self->command->operation == LK_FAULT_CANCEL ? self->new_id : self->old_id;
  const char *survivor = self->command->operation == LK_FAULT_CANCEL ? self->old_id : self->new_id;
  LkFaultWork *rotation = find_rotation (sight, NULL);

  if (is_rotation && !is_listed (sight, survivor))
    return g_strdup ("P5: the token that was to stay is gone");
  if (is_listed (sight, doomed))
    {
      *ending = rotation != NULL && !g_str_equal (rotation->state, "moved") ? LK_FAULT_UNFINISHED : LK_FAULT_UNCHANGED;
      if (end->status == 0)
        return g_strdup ("it said that the token is deleted, and it is not");
      if (is_rotation && rotation == NULL)
        return g_strdup ("P2: both tokens are there, and no rotation tells of them");
      if (is_rotation && *ending == LK_FAULT_UNFINISHED)
        return g_strdup_printf ("the rotation is %s, and was not taken up", rotation->state);
      return NULL;
    }

  *ending = LK_FAULT_GONE;
  if (is_rotation && rotation != NULL)
    return g_strdup_printf ("the token is gone, and the rotation is %s", rotation->state);
  if (!has_secret (sight, doomed))
    return NULL;
  if (is_rotation)
    return g_strdup ("the rotation is over, and the secret of what is gone is not");
  if (end->status == 0)
    return g_strdup ("it said that the token is deleted, and its secret is not");

  /* The list of what is stored shows it as one of a token that is gone; it goes by hand. */
  *ending = LK_FAULT_UNFINISHED;

  return NULL;
}

static char *
judge_export (LkFaultRun       *self,
              const LkFaultEnd *end,
              LkFaultEnding    *ending)
{
  g_autofree char *content = NULL;
  GStatBuf info;

  if (!g_file_get_contents (self->path, &content, NULL, NULL))
    return g_strdup ("the file that was there is gone");
  if (g_stat (self->path, &info) != 0 || (info.st_mode & 0777) != 0600)
    return g_strdup_printf ("the file has the mode %o", info.st_mode & 0777);

  *ending = g_str_equal (content, self->later) ? LK_FAULT_SAFE : LK_FAULT_UNCHANGED;
  if (*ending == LK_FAULT_UNCHANGED && !g_str_equal (content, self->former))
    return g_strdup ("there is neither the file that was there nor the one that was to be");
  if (*ending == LK_FAULT_UNCHANGED && end->status == 0)
    return g_strdup ("it said that the file is written, and it is not");

  return NULL;
}

static char *
judge_now (LkFaultRun       *self,
           const LkFaultEnd *end,
           LkFaultSight     *sight)
{
  char *broken = judge_names (self, sight, "at once");

  if (broken != NULL)
    return broken;
  if (sight->n_posts > self->before->n_posts + end->n_posts)
    return g_strdup_printf ("P3: %d posts were sent", (int) (sight->n_posts - self->before->n_posts));
  if (self->command->operation == LK_FAULT_CREATE || self->command->operation == LK_FAULT_ROTATE)
    return judge_create_now (self, end, sight);

  return NULL;
}

static char *
judge_later (LkFaultRun       *self,
             const LkFaultEnd *end,
             LkFaultSight     *sight,
             LkFaultEnding    *ending)
{
  char *broken = judge_names (self, sight, "after the next start");

  if (broken != NULL)
    return broken;

  switch (self->command->operation)
    {
    case LK_FAULT_CREATE:
    case LK_FAULT_ROTATE:
      return judge_create_later (self, end, sight, ending);

    case LK_FAULT_FINISH:
    case LK_FAULT_CANCEL:
    case LK_FAULT_DELETE:
      return judge_end_later (self, end, sight, ending);

    case LK_FAULT_EXPORT:
      return judge_export (self, end, ending);

    default:
      g_assert_not_reached ();
    }
}

char *
lk_fault_run_judge (LkFaultRun       *self,
                    const LkFaultEnd *end,
                    LkFaultEnding    *ending)
{
  static const char *const resume[] = { "resume", "--all", NULL };
  g_autoptr (LkFaultSight) sight = lk_fault_bench_look (self->bench);
  g_autoptr (LkFaultSight) later = NULL;
  g_autofree char *output = NULL;
  char *broken = judge_now (self, end, sight);
  int status;

  if (broken != NULL)
    return broken;

  status = lk_fault_bench_run (self->bench, resume, &output);
  if (status != 0 && status != EXIT_UNFINISHED)
    return g_strdup_printf ("the next start ends with %d: %s", status, output);
  later = lk_fault_bench_look (self->bench);
  if (later->n_posts != sight->n_posts)
    return g_strdup ("P3: the next start sends a post");
  broken = judge_later (self, end, later, ending);
  if (broken == NULL && *ending != LK_FAULT_UNKNOWN_AND_SHOWN)
    self->after = g_steal_pointer (&later);

  return broken;
}
