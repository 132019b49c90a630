/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-office.h"
#include "lk-recovery.h"

G_BEGIN_DECLS

#define LK_TYPE_JOURNAL (lk_journal_get_type ())

/**
 * LkJournal:
 *
 * The unfinished work of all accounts: a #GListModel of #LkIntent, oldest first, of what is left once each was taken up
 * as far as it goes by itself. Work whose owner lives is in it too.
 */
G_DECLARE_FINAL_TYPE (LkJournal, lk_journal, LK, JOURNAL, GObject)

LkJournal  *lk_journal_new             (LkOffice             *office) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the journal as it stands and touches nothing. */
void        lk_journal_read_async      (LkJournal            *self,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean    lk_journal_read_finish     (LkJournal            *self,
                                        GAsyncResult         *result,
                                        GError              **error);

/* Takes up one piece of work after the other, then reads. */
void        lk_journal_resume_async    (LkJournal            *self,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean    lk_journal_resume_finish   (LkJournal            *self,
                                        GAsyncResult         *result,
                                        guint                *n_stored,
                                        GError              **error);

/* The token of an orphan is wanted, or not ours: the work is closed, and nothing deleted. */
void        lk_journal_dismiss_async   (LkJournal            *self,
                                        LkIntent             *intent,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean    lk_journal_dismiss_finish  (LkJournal            *self,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
