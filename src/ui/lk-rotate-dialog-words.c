/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotate-dialog-private.h"

#include <glib/gi18n-lib.h>

/* What the dialog says on each page. */

/* Somebody said yes to that, and it came to nothing so far. */
gboolean
lk_rotate_dialog_is_cancelling (LkRotateDialog *self)
{
  return self->rotation != NULL && lk_rotation_get_step (self->rotation) == LK_ROTATION_CANCELLING;
}

static void
update_button (LkRotateDialog *self,
               const char     *page)
{
  const char *label = _("C_ontinue");
  gboolean destroys = g_str_equal (page, "retire") && lk_rotate_dialog_deletes_now (self)
                      && !lk_rotate_dialog_is_cancelling (self);

  if (g_str_equal (page, "create"))
    label = self->rotation == NULL ? _("C_reate New Token") : _("_Try Again");
  else if (lk_rotate_dialog_is_cancelling (self))
    label = _("_Try Again");
  else if (destroys)
    label = _("_Delete Old Token");
  else if (g_str_equal (page, "retire"))
    label = _("_Remind Me");

  gtk_button_set_label (self->next_button, label);
  if (destroys)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->next_button), "suggested-action");
      gtk_widget_add_css_class (GTK_WIDGET (self->next_button), "destructive-action");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->next_button), "destructive-action");
      gtk_widget_add_css_class (GTK_WIDGET (self->next_button), "suggested-action");
    }
}

/*< private >
 * lk_rotate_dialog_update_uses:
 * @self: a dialog
 *
 * Shows what holds a copy of the old token, once there is a new one.
 */
void
lk_rotate_dialog_update_uses (LkRotateDialog *self)
{
  LkUsedToken token = { .account_id = self->account_id };

  if (self->rotation == NULL)
    return;

  token.cluster_name = lk_rotation_get_cluster_name (self->rotation);
  token.tenant_name = lk_rotation_get_tenant_name (self->rotation);
  token.token_id = lk_rotation_get_old_id (self->rotation);
  lk_uses_group_set_token (self->uses_group, lk_office_get_state (lk_inventories_get_office (self->inventories)), &token);
}

/* What is not ticked off is said once more before the old token goes. */
static char *
describe_retirement (LkRotateDialog *self)
{
  g_autofree char *left = lk_uses_group_dup_left (self->uses_group);

  if (left == NULL)
    return g_strdup (_("The old token stops working at once and cannot be restored"));

  /* Translators: %s are things that hold a copy of the token, such as “the nightly build” */
  return g_strdup_printf (_("The old token stops working at once and cannot be restored. Not ticked off: %s"), left);
}

/*< private >
 * lk_rotate_dialog_update_words:
 * @self: a dialog
 * @page: the page that is shown
 * @name: (nullable): what scripts find the new token by
 *
 * Says what is done on the page, and what its button does.
 */
void
lk_rotate_dialog_update_words (LkRotateDialog *self,
                               const char     *page,
                               const char     *name)
{
  g_autofree char *text = NULL;

  update_button (self, page);

  if (g_str_equal (page, "create"))
    {
      gtk_label_set_label (self->step_label, _("Step 1 of 3"));
      gtk_label_set_label (self->heading_label, _("Create the New Token"));
      text = g_strdup (lk_rotate_dialog_is_pulsar (self)
                         ? _("A new token that lasts as long is created. The current one keeps working.")
                         : _("A new token with the same roles is created. The current one keeps working."));
    }
  else if (lk_rotate_dialog_is_cancelling (self))
    {
      gtk_label_set_label (self->step_label, "");
      gtk_label_set_label (self->heading_label, _("Cancel the Rotation"));
      text = g_strdup (_("The new token could not be deleted yet. The old one keeps working."));
    }
  else if (g_str_equal (page, "switch"))
    {
      gtk_label_set_label (self->step_label, _("Step 2 of 3"));
      gtk_label_set_label (self->heading_label, _("Switch Over"));
      if (name != NULL)
        /* Translators: %s is a script name */
        text = g_strdup_printf (_("Scripts that look up “%s” get the new token from now on. Update everything that holds a "
                                  "copy."), name);
      else
        text = g_strdup (_("The new token is in the keyring. Update everything that holds a copy of the old one."));
    }
  else
    {
      gtk_label_set_label (self->step_label, _("Step 3 of 3"));
      gtk_label_set_label (self->heading_label, _("Retire the Old Token"));
      text = describe_retirement (self);
    }
  gtk_label_set_label (self->text_label, text);
}
