/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-application-keys.h"

/**
 * lk_application_keys_set:
 * @application: the application
 *
 * Sets the keys that work all over the window, as the shortcuts window shows them.
 */
void
lk_application_keys_set (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "app.quit", { "<Control>q" } },
    { "app.help", { "F1" } },
    { "app.preferences", { "<Control>comma" } },
    { "window.close", { "<Control>w" } },
    { "win.new-token", { "<Control>n" } },
    { "win.add-account", { "<Shift><Control>n" } },
    { "win.search-all", { "<Control>f" } },
    { "win.search", { "<Shift><Control>f" } },
    { "win.refresh", { "<Control>r", "F5" } },
    { "win.toggle-sidebar", { "F9" } },
    { "account.next", { "<Control>Page_Down" } },
    { "account.previous", { "<Control>Page_Up" } },
    { "account.show(uint32 0)", { "<Alt>1" } },
    { "account.show(uint32 1)", { "<Alt>2" } },
    { "account.show(uint32 2)", { "<Alt>3" } },
    { "account.show(uint32 3)", { "<Alt>4" } },
    { "account.show(uint32 4)", { "<Alt>5" } },
    { "account.show(uint32 5)", { "<Alt>6" } },
    { "account.show(uint32 6)", { "<Alt>7" } },
    { "account.show(uint32 7)", { "<Alt>8" } },
    { "account.show(uint32 8)", { "<Alt>9" } },
    { "win.show-help-overlay", { "<Control>question" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].keys);
}
