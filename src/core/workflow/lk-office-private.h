/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-office.h"

G_BEGIN_DECLS

struct _LkOffice
{
  GObject        parent_instance;

  LkKeyring     *keyring;
  LkState       *state;
  GListStore    *accounts;
  GHashTable    *clients;    /* account id → LkAstraClient */
  LkSessionPool *pool;       /* of all clients, for the bound on requests at once */
  GPtrArray     *relabels;   /* what a locked keyring has left to do; NULL: nothing yet */
  guint          n_relabels; /* under way */
  GHashTable    *unkept;     /* ids of the accounts that live for this run only */
};

GHashTable *lk_office_sign_in_attributes (LkAccount  *account,
                                          const char *client_id) G_GNUC_WARN_UNUSED_RESULT;

char       *lk_office_sign_in_label      (const char *title) G_GNUC_WARN_UNUSED_RESULT;

void        lk_office_relabel            (LkOffice   *self,
                                          LkAccount  *account,
                                          const char *former);

void        lk_office_emit_recorded      (LkOffice   *self);

void        lk_office_tell_network_returned (LkOffice *self);

LkAccount  *lk_office_find_organization  (LkOffice   *self,
                                          const char *api_url,
                                          const char *org_id,
                                          guint      *position) G_GNUC_WARN_UNUSED_RESULT;

gboolean    lk_office_check_name         (LkOffice    *self,
                                          LkAccount   *account,
                                          const char  *name,
                                          GError     **error);

G_END_DECLS
