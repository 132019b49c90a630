/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-help.h"

#include "lk-config.h"
#include "lk-confirm.h"

#include <glib/gi18n-lib.h>

#define INDEX "index"

/* Which page is about what a widget shows. They are in help/C; a page or dialog that has none gets that of what it is in. */
static const struct
{
  const char *type;
  const char *page;
} pages[] = {
  { "LkActivityPage", "activity" },
  { "LkAddAccountDialog", "add-account" },
  { "LkBulkDeleteDialog", "delete" },
  { "LkGuidePage", "which-token" },
  { "LkImportDialog", "import" },
  { "LkNewPulsarDialog", "create-pulsar" },
  { "LkNewTokenDialog", "create-application" },
  { "LkPulsarDetails", "scripts" },
  { "LkPulsarSaveDialog", "save" },
  { "LkRenameAccountDialog", "accounts" },
  { "LkReviewPage", "review" },
  { "LkRotateDialog", "rotate" },
  { "LkSaveDialog", "save" },
  { "LkScriptNameDialog", "scripts" },
  { "LkSearchPage", "find" },
  { "LkSetupDialog", "check-setup" },
  { "LkStoredPage", "stored" },
  { "LkStreamingPage", "tenants" },
  { "LkTaskPage", "which-token" },
  { "LkTenantConnect", "connect" },
  { "LkTokenCreatedDialog", "create-application" },
  { "LkTokenDetails", "scripts" },
  { "LkUnfinishedDialog", "unfinished" },
};

static const char *
get_page (GtkWidget *widget)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (G_OBJECT_TYPE_NAME (widget), pages[i].type))
      return pages[i].page;

  return NULL;
}

/* The innermost first: the details of a token are on the page with its list. */
static const char *
find_shown (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *page = find_shown (child);

      if (page != NULL)
        return page;
    }

  return get_page (widget);
}

/**
 * lk_help_find_page:
 * @window: a window
 *
 * Finds the page that is about what has the focus in @window or, where that has none, about what is shown in it.
 *
 * Returns: (transfer none): the name of the page; that of the index where there is no other
 */
const char *
lk_help_find_page (GtkWindow *window)
{
  const char *page = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (window), INDEX);

  for (GtkWidget *widget = gtk_window_get_focus (window); widget != NULL && page == NULL;
       widget = gtk_widget_get_parent (widget))
    page = get_page (widget);
  if (page == NULL)
    page = find_shown (GTK_WIDGET (window));

  return page != NULL ? page : INDEX;
}

static void
explain (GtkWidget *window)
{
  LkConfirmResponse responses[] = { { "close", _("_Close"), LK_CONFIRM_DEFAULT } };

  lk_confirm_async (window, _("The Help Could Not Be Opened"),
                    _("No program here shows help pages. Install Yelp, the help viewer of GNOME, and try again."),
                    responses, G_N_ELEMENTS (responses), "close", "close", NULL, NULL, NULL);
}

static void
shown_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GtkWidget) window = GTK_WIDGET (user_data);
  g_autoptr (GError) error = NULL;

  /* Cancelled: the desktop asked which program to use, and was told none. */
  if (g_app_info_launch_default_for_uri_finish (result, &error) || !gtk_widget_get_mapped (window)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_debug ("The help was not opened: %s", error->message);
  explain (window);
}

/**
 * lk_help_show:
 * @window: the window that it is asked for in
 * @page: a page, as lk_help_find_page() names it
 *
 * Opens a page of the help in the desktop's viewer, or says that there is none. Returns at once.
 */
void
lk_help_show (GtkWindow  *window,
              const char *page)
{
  g_autoptr (GdkAppLaunchContext) context = NULL;
  g_autofree char *uri = NULL;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (page != NULL);

  context = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (window)));
  uri = g_strdup_printf ("help:%s/%s", LK_APP_ID, page);
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, shown_cb, g_object_ref (window));
}
