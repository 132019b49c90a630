/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-stored-secret.h"

G_BEGIN_DECLS

struct _LkStoredSecret
{
  GObject              parent_instance;

  LkAccount           *account;     /* NULL: it is not here */
  char                *key;         /* tells it from all others; no secret */
  char                *org_id;      /* NULL: the keyring does not say, as with what follows */
  char                *environment;
  char                *client_id;
  char                *tenant;
  char                *cluster;
  char                *token_id;
  char                *script_name; /* NULL: none */
  char                *description; /* of its token, as the service has it or a note says; NULL: not known */
  char                *label;
  GStrv                fields;      /* sorted */
  LkStoredSecretKind   kind;
  LkStoredSecretGroup  group;
  LkStoredSecretDoubt  doubt;
};

void lk_stored_secret_judge (LkStoredSecret *self,
                             LkInventory    *inventory,
                             LkStreaming    *streaming);

G_END_DECLS
