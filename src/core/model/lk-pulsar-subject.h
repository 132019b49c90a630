/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkPulsarSubject:
 * @kind: (nullable): what is named: "client"
 * @org_id: (nullable): the organization
 * @tenant: (nullable): the tenant's name
 * @token_id: (nullable): the token's id, which tokens of 2021 have none of
 * @made: (nullable): when the token was made, which some tokens of 2021 have in place of the tenant
 *
 * The parts of a Pulsar token's subject. All are %NULL where it is of another form.
 */
typedef struct
{
  char      *kind;
  char      *org_id;
  char      *tenant;
  char      *token_id;
  GDateTime *made;
} LkPulsarSubject;

LkPulsarSubject *lk_pulsar_subject_new  (const char      *text) G_GNUC_WARN_UNUSED_RESULT;
void             lk_pulsar_subject_free (LkPulsarSubject *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPulsarSubject, lk_pulsar_subject_free)

G_END_DECLS
