/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-paths.h"

#include "lk-large-text.h"

/**
 * LkTokenPaths:
 *
 * A picture of where each of the two kinds of token leads. It is made of widgets, so that it has the colours, the contrast
 * and the size of text of everything around it, and is one image with a name to a screen reader. Where text is large, one
 * path is below the other.
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
  if (lk_large_text_is_on (gtk_widget_get_display (GTK_WIDGET (self))))
    gtk_orientable_set_orientation (GTK_ORIENTABLE (adw_bin_get_child (ADW_BIN (self))), GTK_ORIENTATION_VERTICAL);
}
