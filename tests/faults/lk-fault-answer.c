/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-answer.h"

#include <string.h>

#define NO_ITEM "/org/freedesktop/secrets/collection/login/fault"
#define NO_SESSION "/org/freedesktop/secrets/session/fault"
#define KEY_BYTES 128

gboolean
lk_fault_answer_is_change (const char *member)
{
  static const char *const changing[] = { "CreateItem", "Delete", "Set", "OpenSession", "Unlock", NULL };

  return g_strv_contains (changing, member);
}

gboolean
lk_fault_answer_may (LkFaultAnswer  answer,
                     const char    *member)
{
  static const char *const asking[] = { "CreateItem", "Delete", "Unlock", NULL };

  if (answer >= LK_FAULT_ANSWER_PROMPT_DISMISSED)
    return g_strv_contains (asking, member);

  return answer < LK_FAULT_ANSWER_NONE_APPLIED || lk_fault_answer_is_change (member);
}

static GVariant *
make_no_objects (void)
{
  return g_variant_new_array (G_VARIANT_TYPE_OBJECT_PATH, NULL, 0);
}

/* Of the right length, for which libsecret (0.20.5) does not look, nor for its type. */
static GVariant *
make_public_key (void)
{
  guint8 key[KEY_BYTES];

  memset (key, 0x42, sizeof key);

  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, key, sizeof key, 1);
}

GVariant *
lk_fault_answer_make_lie (const char *member)
{
  if (g_str_equal (member, "CreateItem"))
    return g_variant_new ("(oo)", NO_ITEM, "/");
  if (g_str_equal (member, "Delete"))
    return g_variant_new ("(o)", "/");
  if (g_str_equal (member, "OpenSession"))
    return g_variant_new ("(vo)", make_public_key (), NO_SESSION);
  if (g_str_equal (member, "Unlock"))
    return g_variant_new ("(@aoo)", make_no_objects (), "/");

  return NULL;
}

GVariant *
lk_fault_answer_make_prompt (const char *member,
                             const char *path)
{
  if (g_str_equal (member, "CreateItem"))
    return g_variant_new ("(oo)", "/", path);
  if (g_str_equal (member, "Unlock"))
    return g_variant_new ("(@aoo)", make_no_objects (), path);

  return g_variant_new ("(o)", path);
}
