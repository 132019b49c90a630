/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_CALENDAR_FILE_NAME "token-expiry.ics"

/**
 * LkCalendarEntry:
 * @kind: "app" or "pulsar"
 * @owner: whose token it is: an organization's id, or tenant and cluster
 * @id: its id there
 * @title: what it is called
 * @place: where it belongs, in words
 * @expiry: when it expires
 *
 * A token that expires. Nothing in it is owned, and none of it is a secret.
 */
typedef struct
{
  const char *kind;
  const char *owner;
  const char *id;
  const char *title;
  const char *place;
  GDateTime  *expiry;
} LkCalendarEntry;

GBytes *lk_calendar_write (const LkCalendarEntry *entries,
                           guint                  n_entries,
                           GTimeZone             *zone,
                           GDateTime             *now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
