/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "lk-intent.h"

G_BEGIN_DECLS

/**
 * LkPulsarLikeness:
 * @LK_PULSAR_LIKENESS_NO: it lasts another time than what was asked for
 * @LK_PULSAR_LIKENESS_YES: it lasts as long, and was made while the request was under way
 * @LK_PULSAR_LIKENESS_OTHER_TIME: it lasts as long, but says that it was made at another time
 * @LK_PULSAR_LIKENESS_UNKNOWN: it does not tell
 *
 * Whether a Pulsar token may be what a request has made whose answer was lost.
 */
typedef enum
{
  LK_PULSAR_LIKENESS_NO,
  LK_PULSAR_LIKENESS_YES,
  LK_PULSAR_LIKENESS_OTHER_TIME,
  LK_PULSAR_LIKENESS_UNKNOWN,
} LkPulsarLikeness;

LkPulsarLikeness lk_pulsar_likeness_judge (LkIntent    *intent,
                                           SecretValue *value);

G_END_DECLS
