/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-gradual-rows.h"

/* A GtkListView makes 200 rows in the turn in which it gets a long list (GTK 4.8), which takes longer than a window may
 * leave people waiting. So a list that comes all at once is handed to it a few rows at a time, more than fit a screen. */

#define N_FIRST 40
#define N_MORE 20
#define N_MADE_BY_VIEW 200 /* beyond it the view makes rows only as they are scrolled to */

typedef struct
{
  GtkSliceListModel *slice;   /* not owned: it owns this */
  GListModel        *model;   /* what it is a slice of */
  guint              idle_id; /* 0: all rows are there, or more than are needed */
} Gradual;

static gboolean
more_cb (gpointer user_data)
{
  Gradual *self = user_data;
  guint size = gtk_slice_list_model_get_size (self->slice) + N_MORE;

  if (size <= N_MADE_BY_VIEW)
    {
      gtk_slice_list_model_set_size (self->slice, size);
      return G_SOURCE_CONTINUE;
    }

  self->idle_id = 0;
  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);

  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Gradual    *self)
{
  guint n = g_list_model_get_n_items (model);

  if (n > N_FIRST && gtk_slice_list_model_get_size (self->slice) == N_FIRST && self->idle_id == 0)
    {
      self->idle_id = g_idle_add_full (G_PRIORITY_LOW, more_cb, self, NULL);
    }
  else if (n <= N_FIRST)
    {
      g_clear_handle_id (&self->idle_id, g_source_remove);
      gtk_slice_list_model_set_size (self->slice, N_FIRST);
    }
}

static void
gradual_free (gpointer  data,
              GObject  *slice)
{
  Gradual *self = data;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_object_unref (self->model);
  g_free (self);
}

/**
 * lk_gradual_rows_new:
 * @model: (transfer full): a list, maybe long
 *
 * Makes a list for a list view: the first rows of a long one are there at once, the others while nothing else is to be done.
 *
 * Returns: (transfer full): the list
 */
GtkSliceListModel *
lk_gradual_rows_new (GListModel *model)
{
  Gradual *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);

  self = g_new0 (Gradual, 1);
  self->model = g_object_ref (model);
  self->slice = gtk_slice_list_model_new (model, 0, N_FIRST);
  g_object_weak_ref (G_OBJECT (self->slice), gradual_free, self);
  /* After the slice, which has told of the first rows by then. */
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (model, 0, 0, 0, self);

  return self->slice;
}
