/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-name-search.h"

#include "lk-app-token-keys.h"
#include "lk-token-facts.h"
#include "lk-token-place.h"

#include <string.h>

#define N_AT_ONCE 500 /* tokens a turn of the main loop; the texts that they are found by may have to be made first */

struct _LkNameSearch
{
  GObject        parent_instance;

  char          *directory;
  LkInventories *inventories; /* NULL: there is no window */
  GPtrArray     *places;      /* of LkTokenPlace: what was remembered when it was read last; NULL: it was not */
  GPtrArray     *waiting;     /* of GTask: for what is being read; NULL: nothing is */
};

G_DEFINE_FINAL_TYPE (LkNameSearch, lk_name_search, G_TYPE_OBJECT)

/* One search. Whose name it is that was looked for comes before what only belongs to it. */
typedef struct
{
  GStrv      words;
  GPtrArray *places;   /* of LkTokenPlace; NULL: they are not known yet */
  GPtrArray *titled;   /* of LkTokenHit: each word is in the title */
  GPtrArray *others;   /* of LkTokenHit */
  char      *names;    /* of the account and the tenant that are looked at, folded; NULL: not made yet */
  guint      place;
  guint      position; /* in that place */
} Find;

static void
find_free (gpointer data)
{
  Find *find = data;

  g_strfreev (find->words);
  g_clear_pointer (&find->places, g_ptr_array_unref);
  g_ptr_array_unref (find->titled);
  g_ptr_array_unref (find->others);
  g_free (find->names);
  g_free (find);
}

static char *
fold_place (const LkTokenPlace *place)
{
  g_autofree char *names = g_strjoin ("\n", lk_account_get_title (place->account),
                                      place->tenant != NULL ? lk_tenant_get_name (place->tenant) : "",
                                      place->tenant != NULL ? lk_tenant_get_cluster (place->tenant) : "", NULL);

  return lk_fold_text (names);
}

static gboolean
has_words (const char *text,
           GStrv       words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* What people call it: no id, no role, and no title that only says that there is none. */
static char *
fold_names (LkListedToken *token,
            const char    *title)
{
  gboolean is_app = LK_IS_APP_TOKEN (token);
  const char *note = is_app ? lk_app_token_get_note (LK_APP_TOKEN (token)) : lk_pulsar_token_get_note (LK_PULSAR_TOKEN (token));
  const char *script_name = is_app ? lk_app_token_get_script_name (LK_APP_TOKEN (token))
                                   : lk_pulsar_token_get_script_name (LK_PULSAR_TOKEN (token));
  g_autofree char *names = g_strjoin ("\n", title, or_empty (note), or_empty (script_name), NULL);

  return lk_fold_text (names);
}

static void
judge (Find               *find,
       const LkTokenPlace *place,
       LkListedToken      *token)
{
  LkListedTokenInterface *iface = LK_LISTED_TOKEN_GET_IFACE (token);
  const char *title = iface->get_untitled (token) ? "" : iface->get_title (token);
  g_autofree char *folded_title = NULL;
  g_autofree char *own = NULL;
  g_autofree char *all = NULL;

  /* What is kept for the window's search has more in it: most tokens end here. */
  if (!lk_token_facts_matches (token, (const char *const *) find->words, find->names))
    return;

  own = fold_names (token, title);
  all = g_strjoin ("\n", own, find->names, NULL);
  if (!has_words (all, find->words))
    return;

  folded_title = lk_fold_text (title);
  if (has_words (folded_title, find->words))
    g_ptr_array_add (find->titled, lk_token_hit_new (token, place->account, place->tenant));
  else if (find->others->len < LK_NAME_SEARCH_MOST)
    g_ptr_array_add (find->others, lk_token_hit_new (token, place->account, place->tenant));
}

/* An old Pulsar token has no id, and so nothing that it could be asked for by. */
static void
look_at_next (Find               *find,
              const LkTokenPlace *place)
{
  g_autoptr (LkListedToken) token = lk_token_place_get (place, find->position);

  if (token == NULL)
    {
      find->place++;
      find->position = 0;
      g_clear_pointer (&find->names, g_free);
      return;
    }

  find->position++;
  if (find->names == NULL)
    find->names = fold_place (place);
  if (LK_LISTED_TOKEN_GET_IFACE (token)->get_id (token) != NULL)
    judge (find, place, token);
}

static gboolean
turn_cb (gpointer user_data)
{
  GTask *task = user_data;
  Find *find = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;

  for (guint i = 0; i < N_AT_ONCE && find->place < find->places->len && find->titled->len < LK_NAME_SEARCH_MOST; i++)
    look_at_next (find, find->places->pdata[find->place]);
  if (find->place < find->places->len && find->titled->len < LK_NAME_SEARCH_MOST)
    return G_SOURCE_CONTINUE;

  for (guint i = 0; i < find->others->len && find->titled->len < LK_NAME_SEARCH_MOST; i++)
    g_ptr_array_add (find->titled, g_object_ref (find->others->pdata[i]));
  g_task_return_pointer (task, g_ptr_array_ref (find->titled), (GDestroyNotify) g_ptr_array_unref);

  return G_SOURCE_REMOVE;
}

static void
search (GTask     *owned_task,
        GPtrArray *places)
{
  g_autoptr (GTask) task = owned_task;
  Find *find = g_task_get_task_data (task);

  find->places = g_ptr_array_ref (places);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, turn_cb, g_steal_pointer (&task), g_object_unref);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (LkNameSearch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = lk_token_places_read_finish (result, &error);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  g_clear_pointer (&self->places, g_ptr_array_unref);
  if (places != NULL && self->inventories == NULL)
    self->places = g_ptr_array_ref (places);
  for (guint i = 0; i < waiting->len; i++)
    {
      if (places != NULL)
        search (g_object_ref (waiting->pdata[i]), places);
      else
        g_task_return_error (waiting->pdata[i], g_error_copy (error));
    }
}

static void
lk_name_search_finalize (GObject *object)
{
  LkNameSearch *self = LK_NAME_SEARCH (object);

  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_object (&self->inventories);

  G_OBJECT_CLASS (lk_name_search_parent_class)->finalize (object);
}

static void
lk_name_search_class_init (LkNameSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_name_search_finalize;
}

static void
lk_name_search_init (LkNameSearch *self)
{
}

/**
 * lk_name_search_new:
 * @directory: the folder of the database; none is made there
 *
 * Returns: (transfer full): a search
 */
LkNameSearch *
lk_name_search_new (const char *directory)
{
  LkNameSearch *self;

  g_return_val_if_fail (directory != NULL, NULL);

  self = g_object_new (LK_TYPE_NAME_SEARCH, NULL);
  self->directory = g_strdup (directory);

  return self;
}

/**
 * lk_name_search_set_inventories:
 * @self: a search
 * @inventories: (nullable): the lists of a window, which are searched from now on; %NULL: what the database remembers is
 */
void
lk_name_search_set_inventories (LkNameSearch  *self,
                                LkInventories *inventories)
{
  g_return_if_fail (LK_IS_NAME_SEARCH (self));
  g_return_if_fail (inventories == NULL || LK_IS_INVENTORIES (inventories));

  g_set_object (&self->inventories, inventories);
  g_clear_pointer (&self->places, g_ptr_array_unref);
}

/**
 * lk_name_search_find_async:
 * @self: a search
 * @terms: (array zero-terminated=1): what is looked for
 * @anew: whether the database is to be read even if it was before: somebody begins to type
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Finds tokens each of whose words is in their names or in those of their tenant and account. Nothing is found without
 * words, or by more than %LK_NAME_SEARCH_MAX_BYTES.
 */
void
lk_name_search_find_async (LkNameSearch        *self,
                           const char * const  *terms,
                           gboolean             anew,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) places = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  Find *find;

  g_return_if_fail (LK_IS_NAME_SEARCH (self));
  g_return_if_fail (terms != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_name_search_find_async);
  find = g_new0 (Find, 1);
  find->titled = g_ptr_array_new_with_free_func (g_object_unref);
  find->others = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_task_data (task, find, find_free);

  text = g_strjoinv (" ", (GStrv) terms);
  path = g_build_filename (self->directory, LK_STATE_FILE_NAME, NULL);
  find->words = lk_fold_words (strlen (text) <= LK_NAME_SEARCH_MAX_BYTES ? text : "");
  if (find->words[0] == NULL || (self->inventories == NULL && !g_file_test (path, G_FILE_TEST_EXISTS)))
    {
      g_task_return_pointer (task, g_ptr_array_ref (find->titled), (GDestroyNotify) g_ptr_array_unref);
      return;
    }

  if (self->inventories != NULL)
    {
      places = lk_token_places_collect (self->inventories);
      search (g_steal_pointer (&task), places);
      return;
    }
  if (self->places != NULL && !anew)
    {
      search (g_steal_pointer (&task), self->places);
      return;
    }

  if (self->waiting == NULL)
    {
      self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
      lk_token_places_read_async (self->directory, NULL, read_cb, g_object_ref (self));
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
}

/**
 * lk_name_search_find_finish:
 * @self: a search
 * @result: what the callback was given
 * @error: return location for a #LkStateError
 *
 * Returns: (transfer full) (element-type LkTokenHit): at most %LK_NAME_SEARCH_MOST tokens, or %NULL with @error set
 */
GPtrArray *
lk_name_search_find_finish (LkNameSearch  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_name_search_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
