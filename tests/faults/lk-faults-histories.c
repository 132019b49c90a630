/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-app-token.h"
#include "lk-intent.h"
#include "lk-reconcile.h"

/* Creates whose answers are lost while others create and delete at the same organization: what the program says of its lists,
 * against what it cannot know. The service and the time are made up, so that a hundred thousand of them can be. */

#define N_HISTORIES 100000
#define N_SAMPLE 2000
#define N_STEPS 40
#define LATEST_COMMIT_S 45 /* a request that takes longer has been given up by the service */
#define LONGEST_LAG_S 10   /* of a list behind what was done */
#define LONGEST_SKEW_S 240 /* of the clock that tokens are dated by against the one of the answers */
#define FIRST_TIME 1795000000

typedef enum
{
  OWNER_BEFORE,
  OWNER_SELF,
  OWNER_OTHERS
} Owner;

typedef struct
{
  char   *id;
  Owner   owner;
  guint   wish;    /* of which it came, where it is our own */
  guint   role;
  guint   purpose;
  gint64  made_at;
  gint64  gone_at; /* G_MAXINT64 while it is there */
} Token;

typedef struct
{
  LkIntent *intent;  /* NULL: closed */
  gboolean  closed_early; /* as come to nothing, while its token was there or on its way */
} Wish;

typedef struct
{
  GRand      *rand;
  GPtrArray  *tokens;
  GArray     *wishes;
  GHashTable *held;
  gint64      now;
  gint64      seen_at; /* up to when the last list told */
  gint64      skew;
  guint       n_foreign_deleted;
} History;

static const char *const roles[] = { "11111111-2222-4333-8444-555555555555", "66666666-7777-4888-9999-aaaaaaaaaaaa" };
static const char *const purposes[] = { "nightly job", "deploy", "" };

static void
free_token (gpointer data)
{
  Token *token = data;

  g_free (token->id);
  g_free (token);
}

static Token *
add_token (History *self,
           Owner    owner,
           gint64   made_at)
{
  Token *token = g_new0 (Token, 1);

  token->id = g_strdup_printf ("Token%05u", self->tokens->len);
  token->owner = owner;
  token->role = g_rand_int_range (self->rand, 0, 2) != 0;
  token->purpose = (guint) g_rand_int_range (self->rand, 0, G_N_ELEMENTS (purposes));
  token->made_at = made_at;
  token->gone_at = G_MAXINT64;
  g_ptr_array_add (self->tokens, token);

  return token;
}

static GDateTime *
make_time (gint64 seconds)
{
  return g_date_time_new_from_unix_utc (FIRST_TIME + seconds);
}

static LkAppToken *
make_listed (History *self,
             Token   *token)
{
  const char *role_ids[] = { roles[token->role], NULL };
  g_autoptr (GDateTime) generated_on = make_time (token->made_at + self->skew);

  /* Not each organization's list tells descriptions. */
  return g_object_new (LK_TYPE_APP_TOKEN, "client-id", token->id, "role-ids", role_ids, "generated-on", generated_on,
                       "description", purposes[token->purpose], NULL);
}

/* As it was some seconds ago, and never older than it was read before. */
static GPtrArray *
read_list (History *self)
{
  gint64 lag = g_rand_int_range (self->rand, 0, LONGEST_LAG_S + 1);
  gint64 seen_at = MAX (self->seen_at, self->now - lag);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  self->seen_at = seen_at;
  for (guint i = 0; i < self->tokens->len; i++)
    {
      Token *token = self->tokens->pdata[i];

      if (token->made_at <= seen_at && token->gone_at > seen_at)
        g_ptr_array_add (list, make_listed (self, token));
    }

  return list;
}

static LkIntent *
make_intent (History *self,
             Token   *token)
{
  g_autoptr (GPtrArray) list = read_list (self);
  g_autoptr (GStrvBuilder) known = g_strv_builder_new ();
  g_auto (GStrv) known_ids = NULL;
  const char *role_ids[] = { roles[token->role], NULL };
  g_autoptr (GDateTime) now = make_time (self->now);
  g_autofree char *id = g_strdup_printf ("wish-%u", self->wishes->len);

  for (guint i = 0; i < list->len; i++)
    g_strv_builder_add (known, lk_app_token_get_client_id (list->pdata[i]));
  known_ids = g_strv_builder_end (known);

  return g_object_new (LK_TYPE_INTENT, "id", id, "operation", "create", "account-id", "org", "description",
                       purposes[token->purpose], "role-ids", role_ids, "known-ids", known_ids, "since", now, "sent-at", now,
                       "state", LK_INTENT_UNKNOWN, NULL);
}

/* One confirmed create: its answer comes, or its id alone, or nothing, and the service commits soon, late, or never. */
static void
create (History *self)
{
  int fate = g_rand_int_range (self->rand, 0, 5);
  Token *token = add_token (self, OWNER_SELF, G_MAXINT64);
  Wish wish = { NULL, FALSE };

  token->wish = self->wishes->len;
  if (token->purpose == G_N_ELEMENTS (purposes) - 1)
    token->purpose = 0; /* the program asks for one */
  wish.intent = make_intent (self, token);
  if (fate < 4)
    token->made_at = self->now + (fate == 3 ? g_rand_int_range (self->rand, 1, LATEST_COMMIT_S) : 0);
  if (fate == 0)
    {
      g_hash_table_add (self->held, g_strdup (token->id));
      g_clear_object (&wish.intent);
    }
  else if (fate == 1)
    {
      g_object_set (wish.intent, "client-id", token->id, NULL);
    }
  g_array_append_val (self->wishes, wish);
}

static Token *
find_own (History *self,
          guint    wish)
{
  for (guint i = 0; i < self->tokens->len; i++)
    {
      Token *token = self->tokens->pdata[i];

      if (token->owner == OWNER_SELF && token->wish == wish)
        return token;
    }

  g_assert_not_reached ();
}

static Token *
find_token (History    *self,
            const char *id)
{
  for (guint i = 0; i < self->tokens->len; i++)
    if (g_str_equal (((Token *) self->tokens->pdata[i])->id, id))
      return self->tokens->pdata[i];

  g_assert_not_reached ();
}

/* Each refresh takes up what is open. A person says yes to deleting a token that the program says is its own. */
static void
refresh (History *self)
{
  g_autoptr (GDateTime) asked_at = make_time (self->now);
  g_autoptr (GPtrArray) list = read_list (self);

  for (guint i = 0; i < self->wishes->len; i++)
    {
      Wish *wish = &g_array_index (self->wishes, Wish, i);
      Token *own = find_own (self, i);
      LkReconcileOutcome outcome;

      if (wish->intent == NULL)
        continue;
      outcome = lk_reconcile (wish->intent, list, self->held, asked_at);
      if (outcome == LK_RECONCILE_NOTHING)
        {
          wish->closed_early = own->made_at < G_MAXINT64 && own->gone_at == G_MAXINT64;
          g_clear_object (&wish->intent);
        }
      else if (outcome == LK_RECONCILE_ORPHAN && g_rand_int_range (self->rand, 0, 3) == 0)
        {
          Token *doomed = find_token (self, lk_intent_get_client_id (wish->intent));

          self->n_foreign_deleted += doomed->owner != OWNER_SELF;
          doomed->gone_at = MIN (doomed->gone_at, MAX (self->now, doomed->made_at));
        }
    }
}

static void
let_others_delete (History *self)
{
  Token *token = self->tokens->pdata[g_rand_int_range (self->rand, 0, (int) self->tokens->len)];

  if (token->made_at <= self->now)
    token->gone_at = MIN (token->gone_at, self->now);
}

static gboolean
is_named (LkIntent   *intent,
          const char *id)
{
  return g_strcmp0 (lk_intent_get_client_id (intent), id) == 0 || g_strv_contains (lk_intent_get_candidate_ids (intent), id);
}

/* Each token of ours without a secret that is there in the end is named by the work that made it. */
static char *
judge (History       *self,
       LkFaultEnding *ending)
{
  *ending = LK_FAULT_NOT_CREATED;
  if (self->n_foreign_deleted > 0)
    return g_strdup ("somebody else's token was said to be ours, and deleted");

  for (guint i = 0; i < self->wishes->len; i++)
    {
      Wish *wish = &g_array_index (self->wishes, Wish, i);
      Token *own = find_own (self, i);
      gboolean there = own->made_at <= self->now && own->gone_at > self->now;

      if (wish->closed_early)
        return g_strdup_printf ("P2: %s was said to have come to nothing", own->id);
      if (!there || g_hash_table_contains (self->held, own->id))
        continue;
      if (wish->intent == NULL || !is_named (wish->intent, own->id))
        return g_strdup_printf ("P2: nothing names %s", own->id);
      *ending = LK_FAULT_LOST_AND_KNOWN;
    }

  return NULL;
}

static void
clear_wish (gpointer data)
{
  g_clear_object (&((Wish *) data)->intent);
}

static char *
run (guint32        seed,
     LkFaultEnding *ending)
{
  History self = { 0 };
  char *broken;

  self.rand = g_rand_new_with_seed (seed);
  self.tokens = g_ptr_array_new_with_free_func (free_token);
  self.wishes = g_array_new (FALSE, FALSE, sizeof (Wish));
  g_array_set_clear_func (self.wishes, clear_wish);
  self.held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.skew = g_rand_int_range (self.rand, -LONGEST_SKEW_S, LONGEST_SKEW_S + 1);
  for (guint i = 0; i < 4; i++)
    add_token (&self, OWNER_BEFORE, -1000);

  for (guint i = 0; i < N_STEPS; i++)
    {
      int what = g_rand_int_range (self.rand, 0, 8);

      self.now += g_rand_int_range (self.rand, 0, 12);
      if (what == 0)
        create (&self);
      else if (what <= 2)
        add_token (&self, OWNER_OTHERS, self.now);
      else if (what == 3)
        let_others_delete (&self);
      else
        refresh (&self);
    }
  /* All that was on its way has come, and twice it is looked. */
  for (guint i = 0; i < 2; i++)
    {
      self.now += 2 * LATEST_COMMIT_S;
      refresh (&self);
    }
  broken = judge (&self, ending);

  g_array_unref (self.wishes);
  g_ptr_array_unref (self.tokens);
  g_hash_table_unref (self.held);
  g_rand_free (self.rand);

  return broken;
}

void
lk_faults_histories (LkFaultReport *report)
{
  lk_fault_report_begin (report, "histories", N_HISTORIES, N_SAMPLE);
  for (guint32 seed = 0; seed < N_HISTORIES; seed++)
    {
      g_autofree char *point = g_strdup_printf ("seed %u", seed);
      g_autofree char *broken = NULL;
      LkFaultEnding ending;

      if (!lk_fault_report_next (report))
        continue;
      broken = run (seed, &ending);
      lk_fault_report_add (report, point, TRUE, ending, broken);
    }
}
