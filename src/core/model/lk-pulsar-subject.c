/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-subject.h"

#include <string.h>

#define SEPARATOR ";"
#define N_PARTS_OLD 3
#define N_PARTS_NEW 4
#define EPOCH_MAX_DIGITS 12 /* one less than milliseconds have */

/* No base64 of a name has digits alone: their bytes are not ASCII. */
static GDateTime *
read_epoch (const char *text)
{
  if (*text == '\0' || strlen (text) > EPOCH_MAX_DIGITS || strspn (text, G_CSET_DIGITS) != strlen (text))
    return NULL;

  return g_date_time_new_from_unix_utc (g_ascii_strtoll (text, NULL, 10));
}

/* The name of a tenant out of base64 with its padding, if it is one that can be shown. */
static char *
read_name (const char *text)
{
  g_autofree char *again = NULL;
  g_autofree char *name = NULL;
  g_autofree guchar *bytes = NULL;
  gsize length;

  if (*text == '\0')
    return NULL;

  /* GLib's decoder passes over what it does not know. */
  bytes = g_base64_decode (text, &length);
  again = g_base64_encode (bytes, length);
  if (strcmp (text, again) != 0 || !g_utf8_validate_len ((const char *) bytes, length, NULL))
    return NULL;

  name = g_strndup ((const char *) bytes, length);
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isprint (g_utf8_get_char (at)))
      return NULL;

  return g_steal_pointer (&name);
}

static char *
read_text (const char *text)
{
  return *text != '\0' ? g_strdup (text) : NULL;
}

/**
 * lk_pulsar_subject_new:
 * @text: (nullable): a subject, as a token or a list has it
 *
 * Splits a subject into its parts: `client;ORGANIZATION;TENANT;ID`, the tenant in base64. Tokens of 2021 end with the
 * tenant, or with the second in which they were made.
 *
 * Returns: (transfer full): the parts
 */
LkPulsarSubject *
lk_pulsar_subject_new (const char *text)
{
  LkPulsarSubject *self = g_new0 (LkPulsarSubject, 1);
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", SEPARATOR, -1);
  guint n_parts = g_strv_length (parts);

  if (n_parts != N_PARTS_OLD && n_parts != N_PARTS_NEW)
    return self;

  self->kind = read_text (parts[0]);
  self->org_id = read_text (parts[1]);
  if (n_parts == N_PARTS_OLD)
    self->made = read_epoch (parts[2]);
  else
    self->token_id = read_text (parts[3]);
  self->tenant = read_name (parts[2]);

  return self;
}

/**
 * lk_pulsar_subject_free:
 * @self: (transfer full): the parts of a subject
 *
 * Frees them.
 */
void
lk_pulsar_subject_free (LkPulsarSubject *self)
{
  g_free (self->kind);
  g_free (self->org_id);
  g_free (self->tenant);
  g_free (self->token_id);
  g_clear_pointer (&self->made, g_date_time_unref);
  g_free (self);
}
