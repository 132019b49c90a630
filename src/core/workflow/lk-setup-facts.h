/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-setup-finding.h"

G_BEGIN_DECLS

/* What the setup's check finds without waiting for anybody: each settles a finding. */

void lk_setup_facts_judge_clock   (LkSetupFinding *finding,
                                   gboolean        is_known,
                                   GTimeSpan       offset);
void lk_setup_facts_judge_space   (LkSetupFinding *finding,
                                   const char     *folder,
                                   guint64         n_free_bytes);
void lk_setup_facts_find_memory   (LkSetupFinding *finding);
void lk_setup_facts_tell_versions (LkSetupFinding *finding,
                                   const char     *more_versions);

G_END_DECLS
