/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-issue.h"

#include "lk-issue-private.h"

static const char *
judge (LkIssue  *self,
       gboolean  nothing_made)
{
  switch (self->answer->verdict)
    {
    case LK_CREATE_COMPLETE:
      return LK_ACTIVITY_DONE;

    case LK_CREATE_ORPHAN:
      return LK_ACTIVITY_ORPHAN;

    case LK_CREATE_NOTHING:
    default:
      return nothing_made ? LK_ACTIVITY_FAILED : LK_ACTIVITY_UNKNOWN;
    }
}

/*< private >
 * lk_issue_record:
 * @self: a wish whose answer is judged
 * @nothing_made: whether it is known that no token was made; counts where the answer holds none
 *
 * Writes down how the request ended. Nobody waits for it: what the journal writes next comes after it.
 */
void
lk_issue_record (LkIssue  *self,
                 gboolean  nothing_made)
{
  lk_office_record_async (lk_inventory_get_office (self->inventory), lk_inventory_get_account (self->inventory),
                          LK_ACTIVITY_CREATE, self->answer->client_id, self->description, judge (self, nothing_made),
                          NULL, NULL);
}
