/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-accounts-list.h"

#include "lk-account-heading.h"
#include "lk-account-row.h"
#include "lk-list-sight.h"

/**
 * LkAccountsList:
 *
 * The accounts in the sidebar: of each its title, and below it a row for each thing of it that can be shown. It knows
 * which one is shown.
 */
struct _LkAccountsList
{
  AdwBin         parent_instance;

  LkInventories *inventories; /* NULL: none were set */
  GListStore    *things;      /* of each account, a list model of what it has rows for */
  GListModel    *rows;        /* of LkAccountThing: @things, flat */
  LkInventory   *inventory;   /* NULL: no account was chosen yet, or it is gone */
  LkAccountThing *thing;      /* what of it was chosen last; NULL: nothing yet, or it is gone */
  gboolean       active;      /* an account is shown, or would be if there were one; not a page for all accounts */

  GtkListBox    *list;
};

G_DEFINE_FINAL_TYPE (LkAccountsList, lk_accounts_list, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INVENTORY,
  PROP_THING,
  N_PROPS
};

enum
{
  ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* The rows. */

/* A #GtkMapListModel would do this by itself, but gives a wrong item when the first of several is replaced (GTK 4.8). */
static void
follow (LkAccountsList *self,
        guint           position,
        guint           removed,
        guint           added)
{
  g_autoptr (GPtrArray) additions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (G_LIST_MODEL (self->inventories), position + i);

      g_ptr_array_add (additions, lk_account_things_new (inventory, lk_inventories_get_streaming (self->inventories, inventory)));
    }
  g_list_store_splice (self->things, position, removed, additions->pdata, additions->len);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return lk_account_row_new (item);
}

static LkAccount *
get_account (LkAccountRow *row)
{
  return lk_inventory_get_account (lk_account_row_get_inventory (row));
}

static void
update_heading (GtkListBoxRow *row,
                GtkListBoxRow *before,
                gpointer       user_data)
{
  gboolean first = before == NULL || get_account (LK_ACCOUNT_ROW (before)) != get_account (LK_ACCOUNT_ROW (row));

  if (!first)
    gtk_list_box_row_set_header (row, NULL);
  else if (gtk_list_box_row_get_header (row) == NULL)
    gtk_list_box_row_set_header (row, lk_account_heading_new (lk_account_row_get_inventory (LK_ACCOUNT_ROW (row))));
}

/* The first row of an account. */
static LkAccountRow *
find_row (LkAccountsList *self,
          const char     *account_id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (lk_account_get_id (get_account (LK_ACCOUNT_ROW (row))), account_id) == 0)
      return LK_ACCOUNT_ROW (row);

  return NULL;
}

/* What is shown. */

static void
set_inventory (LkAccountsList *self,
               LkInventory    *inventory)
{
  if (g_set_object (&self->inventory, inventory))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INVENTORY]);
}

static gboolean
is_listed (LkAccountsList *self,
           LkInventory    *inventory)
{
  return lk_inventories_find (self->inventories, lk_inventory_get_account (inventory)) == inventory;
}

/* Where the inventory is among all; their number if it is not. */
static guint
find_position (LkAccountsList *self)
{
  GListModel *inventories = G_LIST_MODEL (self->inventories);
  guint n = g_list_model_get_n_items (inventories);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (inventories, i);

      if (inventory == self->inventory)
        return i;
    }

  return n;
}

static gboolean
is_there (LkAccountsList *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->rows); i++)
    {
      g_autoptr (LkAccountThing) thing = g_list_model_get_item (self->rows, i);

      if (thing == self->thing)
        return TRUE;
    }

  return FALSE;
}

static void
set_thing (LkAccountsList *self,
           LkAccountThing *thing)
{
  if (g_set_object (&self->thing, thing))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THING]);
}

/* Of the streaming half only what was read in this run counts. */
static void
load (LkInventory *inventory,
      LkStreaming *streaming)
{
  if (!lk_inventory_get_loaded (inventory) && !lk_inventory_get_loading (inventory))
    lk_inventory_load_async (inventory, NULL, NULL, NULL);
  if ((!lk_streaming_get_loaded (streaming) || lk_streaming_get_from_cache (streaming))
      && !lk_streaming_get_loading (streaming))
    lk_streaming_load_async (streaming, NULL, NULL, NULL);
}

static void
row_selected_cb (LkAccountsList *self,
                 GtkListBoxRow  *row)
{
  if (row == NULL)
    {
      /* Else its account went, or its tenant, and another row follows. */
      if (self->inventory != NULL && is_listed (self, self->inventory) && is_there (self))
        self->active = FALSE;
      return;
    }

  self->active = TRUE;
  set_inventory (self, lk_account_row_get_inventory (LK_ACCOUNT_ROW (row)));
  set_thing (self, lk_account_row_get_thing (LK_ACCOUNT_ROW (row)));
  load (self->inventory, lk_inventories_get_streaming (self->inventories, self->inventory));
}

static void
row_activated_cb (LkAccountsList *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* The menu of an account, from whatever is its: a row, or the heading. */

static LkAccountHeading *
find_heading (LkAccountsList *self,
              GtkWidget      *widget)
{
  GtkWidget *heading = gtk_widget_get_ancestor (widget, LK_TYPE_ACCOUNT_HEADING);
  GtkWidget *row = gtk_widget_get_ancestor (widget, LK_TYPE_ACCOUNT_ROW);

  if (heading == NULL && row != NULL)
    heading = gtk_list_box_row_get_header (
      GTK_LIST_BOX_ROW (find_row (self, lk_account_get_id (get_account (LK_ACCOUNT_ROW (row))))));

  return heading != NULL ? LK_ACCOUNT_HEADING (heading) : NULL;
}

static gboolean
popup_at (LkAccountsList *self,
          double          x,
          double          y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);
  LkAccountHeading *heading = widget != NULL ? find_heading (self, widget) : NULL;

  if (heading != NULL)
    lk_account_heading_popup_menu (heading, NULL);

  return heading != NULL;
}

static void
pressed_cb (LkAccountsList  *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  if (popup_at (self, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
long_pressed_cb (LkAccountsList      *self,
                 double               x,
                 double               y,
                 GtkGestureLongPress *gesture)
{
  if (popup_at (self, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
popup_focused_cb (GtkWidget *widget,
                  GVariant  *args,
                  gpointer   user_data)
{
  LkAccountsList *self = LK_ACCOUNTS_LIST (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  LkAccountHeading *heading = focus != NULL ? find_heading (self, focus) : NULL;

  if (heading != NULL)
    lk_account_heading_popup_menu (heading, gtk_widget_get_ancestor (focus, LK_TYPE_ACCOUNT_ROW));

  return heading != NULL;
}

/* When the account that is shown went, its successor of the same id is shown, or its neighbour. */
static void
inventories_changed_cb (LkAccountsList *self,
                        guint           position,
                        guint           removed,
                        guint           added)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->inventories));
  g_autoptr (LkInventory) neighbour = NULL;
  LkAccountRow *row;

  follow (self, position, removed, added);
  if (self->inventory != NULL && is_listed (self, self->inventory))
    return;
  if (n == 0)
    {
      self->active = TRUE;
      set_inventory (self, NULL);
      set_thing (self, NULL);
      return;
    }

  row = self->inventory != NULL
          ? find_row (self, lk_account_get_id (lk_inventory_get_account (self->inventory)))
          : NULL;
  if (!self->active)
    {
      set_inventory (self, row != NULL ? lk_account_row_get_inventory (row) : NULL);
      return;
    }
  if (row == NULL)
    {
      neighbour = g_list_model_get_item (G_LIST_MODEL (self->inventories), MIN (position, n - 1));
      row = find_row (self, lk_account_get_id (lk_inventory_get_account (neighbour)));
    }
  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
}

/* When the tenant that is shown went, the first row of its account is shown. */
static void
rows_changed_cb (LkAccountsList *self)
{
  LkAccountRow *row;

  if (!self->active || self->inventory == NULL || self->thing == NULL || is_there (self)
      || !is_listed (self, self->inventory))
    return;

  row = find_row (self, lk_account_get_id (lk_inventory_get_account (self->inventory)));
  if (row != NULL)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
}

static void
lk_accounts_list_dispose (GObject *object)
{
  LkAccountsList *self = LK_ACCOUNTS_LIST (object);

  if (self->inventories != NULL)
    g_signal_handlers_disconnect_by_func (self->inventories, inventories_changed_cb, self);
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  if (self->rows != NULL)
    g_signal_handlers_disconnect_by_func (self->rows, rows_changed_cb, self);
  g_clear_object (&self->rows);
  g_clear_object (&self->things);
  g_clear_object (&self->inventory);
  g_clear_object (&self->thing);
  g_clear_object (&self->inventories);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_ACCOUNTS_LIST);

  G_OBJECT_CLASS (lk_accounts_list_parent_class)->dispose (object);
}

static void
lk_accounts_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LkAccountsList *self = LK_ACCOUNTS_LIST (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      g_value_set_object (value, self->inventory);
      break;
    case PROP_THING:
      g_value_set_object (value, self->thing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_accounts_list_class_init (LkAccountsListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_accounts_list_dispose;
  object_class->get_property = lk_accounts_list_get_property;

  /**
   * LkAccountsList:inventory: (nullable)
   *
   * The tokens of the account that is shown, or was before a page for all accounts was; %NULL without an account.
   */
  properties[PROP_INVENTORY] =
    g_param_spec_object ("inventory", NULL, NULL,
                         LK_TYPE_INVENTORY,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * LkAccountsList:thing: (nullable)
   *
   * What of that account is shown, or was.
   */
  properties[PROP_THING] =
    g_param_spec_object ("thing", NULL, NULL,
                         LK_TYPE_ACCOUNT_THING,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkAccountsList::activated:
   * @self: the rows
   *
   * A row was clicked, or Return pressed on it: its page is wanted on top.
   */
  signals[ACTIVATED] =
    g_signal_new ("activated", LK_TYPE_ACCOUNTS_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-accounts-list.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "sidebar_list", FALSE,
                                             G_STRUCT_OFFSET (LkAccountsList, list));
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, popup_focused_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, popup_focused_cb, NULL);
}

static void
lk_accounts_list_init (LkAccountsList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->active = TRUE;
  gtk_list_box_set_header_func (self->list, update_heading, NULL, NULL);
  lk_list_sight_keep (self->list);
}

/**
 * lk_accounts_list_set_inventories:
 * @self: a list without accounts
 * @inventories: the tokens of all accounts
 *
 * Sets whose accounts are listed, once. The first of them is chosen.
 */
void
lk_accounts_list_set_inventories (LkAccountsList *self,
                                  LkInventories  *inventories)
{
  g_return_if_fail (LK_IS_ACCOUNTS_LIST (self));
  g_return_if_fail (LK_IS_INVENTORIES (inventories));
  g_return_if_fail (self->inventories == NULL);

  self->inventories = g_object_ref (inventories);
  self->things = g_list_store_new (G_TYPE_LIST_MODEL);
  self->rows = G_LIST_MODEL (gtk_flatten_list_model_new (g_object_ref (G_LIST_MODEL (self->things))));
  gtk_list_box_bind_model (self->list, self->rows, create_row, NULL, NULL);
  g_signal_connect_swapped (self->rows, "items-changed", G_CALLBACK (rows_changed_cb), self);
  g_signal_connect_swapped (inventories, "items-changed", G_CALLBACK (inventories_changed_cb), self);
  inventories_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (inventories)));
}

/**
 * lk_accounts_list_get_list_box:
 * @self: a list
 *
 * Returns: (transfer none): the rows
 */
GtkListBox *
lk_accounts_list_get_list_box (LkAccountsList *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNTS_LIST (self), NULL);

  return self->list;
}

/**
 * lk_accounts_list_get_inventory:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): see #LkAccountsList:inventory
 */
LkInventory *
lk_accounts_list_get_inventory (LkAccountsList *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNTS_LIST (self), NULL);

  return self->inventory;
}

/**
 * lk_accounts_list_find:
 * @self: a list
 * @account_id: the id of an account
 *
 * Gets the tokens of an account; they may not be read yet.
 *
 * Returns: (transfer none) (nullable): its inventory, %NULL if there is no such account
 */
LkInventory *
lk_accounts_list_find (LkAccountsList *self,
                       const char     *account_id)
{
  LkAccountRow *row;

  g_return_val_if_fail (LK_IS_ACCOUNTS_LIST (self), NULL);

  row = find_row (self, account_id);

  return row != NULL ? lk_account_row_get_inventory (row) : NULL;
}

/**
 * lk_accounts_list_show:
 * @self: a list
 * @account_id: the id of an account
 *
 * Chooses an account, as a click on its first row does.
 *
 * Returns: whether there is such an account
 */
gboolean
lk_accounts_list_show (LkAccountsList *self,
                       const char     *account_id)
{
  LkAccountRow *row;

  g_return_val_if_fail (LK_IS_ACCOUNTS_LIST (self), FALSE);

  row = find_row (self, account_id);
  if (row == NULL)
    return FALSE;

  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  g_signal_emit (self, signals[ACTIVATED], 0);

  return TRUE;
}

/**
 * lk_accounts_list_get_thing:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): see #LkAccountsList:thing
 */
LkAccountThing *
lk_accounts_list_get_thing (LkAccountsList *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNTS_LIST (self), NULL);

  return self->thing;
}

/**
 * lk_accounts_list_show_nth:
 * @self: a list
 * @position: how many accounts come before it
 *
 * Chooses an account by its place; nothing is done if there is none there.
 */
void
lk_accounts_list_show_nth (LkAccountsList *self,
                           guint           position)
{
  g_autoptr (LkInventory) inventory = NULL;

  g_return_if_fail (LK_IS_ACCOUNTS_LIST (self));

  if (self->inventories != NULL)
    inventory = g_list_model_get_item (G_LIST_MODEL (self->inventories), position);
  if (inventory != NULL)
    lk_accounts_list_show (self, lk_account_get_id (lk_inventory_get_account (inventory)));
}

/**
 * lk_accounts_list_step:
 * @self: a list
 * @step: 1 for the next account, -1 for the previous one
 *
 * Chooses an account that is next to the one that is shown; after the last the first follows. While a page for all accounts
 * is shown it goes back to the account that was shown before.
 */
void
lk_accounts_list_step (LkAccountsList *self,
                       int             step)
{
  guint n, position;

  g_return_if_fail (LK_IS_ACCOUNTS_LIST (self));

  n = self->inventories != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->inventories)) : 0;
  if (n == 0)
    return;

  position = find_position (self);
  if (position == n)
    position = 0;
  else if (self->active)
    position = (position + n + (guint) step) % n;

  lk_accounts_list_show_nth (self, position);
}
