/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-paths.h"

/**
 * LkTokenPaths:
 *
 * A picture of where each of the two kinds of token leads. It is made of widgets, so that it has the colours, the contrast
 * and the size of text of everything around it, and is one image with a name to a screen reader.
 */
struct _LkTokenPaths
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (LkTokenPaths, lk_token_paths, ADW_TYPE_BIN)

static void
lk_token_paths_class_init (LkTokenPathsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-token-paths.ui");
}

static void
lk_token_paths_init (LkTokenPaths *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
