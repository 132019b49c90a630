/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-fault-report.h"

G_BEGIN_DECLS

/* The families. Each makes what it needs, runs its points, and leaves nothing behind. */
void lk_faults_arrival (LkFaultReport *report);
void lk_faults_network (LkFaultReport *report);
void lk_faults_answers (LkFaultReport *report);
void lk_faults_histories (LkFaultReport *report);
void lk_faults_rounds (LkFaultReport *report);
void lk_faults_keyring (LkFaultReport *report);
void lk_faults_daemon  (LkFaultReport *report);
void lk_faults_disk    (LkFaultReport *report);
void lk_faults_death   (LkFaultReport *report);
void lk_faults_power   (LkFaultReport *report);
void lk_faults_cancel  (LkFaultReport *report);
void lk_faults_twice   (LkFaultReport *report);

G_END_DECLS
