/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-welcome-page.h"

/**
 * LkWelcomePage:
 *
 * What the window shows while there is no account: what the application is for, and the two ways to begin.
 */
struct _LkWelcomePage
{
  AdwBin         parent_instance;

  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (LkWelcomePage, lk_welcome_page, ADW_TYPE_BIN)

static void
lk_welcome_page_class_init (LkWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkWelcomePage, menu_button);
}

static void
lk_welcome_page_init (LkWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_welcome_page_popup_menu:
 * @self: a page that is visible
 *
 * Opens its Main Menu.
 */
void
lk_welcome_page_popup_menu (LkWelcomePage *self)
{
  g_return_if_fail (LK_IS_WELCOME_PAGE (self));

  gtk_menu_button_popup (self->menu_button);
}
