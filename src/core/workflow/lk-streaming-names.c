/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-names.h"

#include "lk-pulsar-admin.h"
#include "lk-streaming-ask.h"
#include "lk-token-task-private.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define PARTITION "-partition-" /* behind the name of a partitioned topic, and the part's number behind it */

static const LkTokenTaskCall calls[] = {
  [LK_STREAMING_NAMESPACES] = LK_TOKEN_TASK_NAMESPACES,
  [LK_STREAMING_TOPICS] = LK_TOKEN_TASK_TOPICS,
  [LK_STREAMING_SINKS] = LK_TOKEN_TASK_SINKS,
  [LK_STREAMING_SOURCES] = LK_TOKEN_TASK_SOURCES,
};

typedef struct
{
  LkPulsarToken *token;
  char          *start;       /* what the names have before them where they are listed */
  char          *partitioned; /* the path of a second list; NULL: there is none */
  GHashTable    *names;       /* a set */
  gboolean       second;      /* the second list is being read */
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_object_unref (listing->token);
  g_free (listing->start);
  g_free (listing->partitioned);
  g_hash_table_unref (listing->names);
  g_free (listing);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Where the parts of a partitioned topic are listed as well. */
static gboolean
is_partition (Listing    *listing,
              const char *name)
{
  const char *end = g_strrstr (name, PARTITION);
  g_autofree char *whole = end != NULL ? g_strndup (name, (gsize) (end - name)) : NULL;

  return whole != NULL && g_hash_table_contains (listing->names, whole);
}

static GStrv
sort_names (Listing *listing)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer name;
  GStrv names;

  g_hash_table_iter_init (&iter, listing->names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!listing->second || !is_partition (listing, name))
      g_strv_builder_add (builder, name);
  names = g_strv_builder_end (builder);
  qsort (names, g_strv_length (names), sizeof *names, compare_names);

  return names;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Listing *listing = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_auto (GStrv) names = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = lk_streaming_ask_finish (LK_STREAMING (source), result, &error);

  if (answer != NULL)
    names = lk_pulsar_admin_read_names (answer, &error);
  /* Without the second list there still is the first. */
  if (names == NULL && (!listing->second || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const gboolean starts = g_str_has_prefix (names[i], listing->start);

      g_hash_table_add (listing->names, g_strdup (names[i] + (starts ? strlen (listing->start) : 0)));
    }
  if (listing->partitioned != NULL && !listing->second)
    {
      listing->second = TRUE;
      lk_streaming_ask_async (LK_STREAMING (source), listing->token, listing->partitioned, cancellable, listed_cb,
                              g_steal_pointer (&task));
      return;
    }

  g_task_return_pointer (task, sort_names (listing), (GDestroyNotify) g_strfreev);
}

/**
 * lk_streaming_list_names_async:
 * @self: the streaming half of an account
 * @token: one of its tokens
 * @what: what is listed
 * @namespace_name: (nullable): where; %NULL for namespaces alone
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Lists what the tenant whose @token is has, for a choice.
 */
void
lk_streaming_list_names_async (LkStreaming         *self,
                               LkPulsarToken       *token,
                               LkStreamingNames     what,
                               const char          *namespace_name,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;
  Listing *listing;
  const char *tenant;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));
  g_return_if_fail (what == LK_STREAMING_NAMESPACES || namespace_name != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_list_names_async);
  tenant = lk_pulsar_token_get_tenant_name (token);
  path = lk_token_task_make_list_path (calls[what], tenant, namespace_name);
  if (path == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID, _("A name is one that cannot be asked for"));
      return;
    }

  listing = g_new0 (Listing, 1);
  listing->token = g_object_ref (token);
  listing->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  listing->start = lk_token_task_make_start (calls[what], tenant, namespace_name);
  listing->partitioned = what == LK_STREAMING_TOPICS ? g_strconcat (path, "/partitioned", NULL) : NULL;
  g_task_set_task_data (task, listing, listing_free);
  lk_streaming_ask_async (self, token, path, cancellable, listed_cb, g_steal_pointer (&task));
}

/**
 * lk_streaming_list_names_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for what lk_streaming_ask_finish() gives, or %LK_WORK_ERROR_INVALID
 *
 * Returns: (transfer full): the names, sorted; %NULL with @error set
 */
GStrv
lk_streaming_list_names_finish (LkStreaming   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_list_names_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
