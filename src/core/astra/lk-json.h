/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-json-gate.h"

G_BEGIN_DECLS

JsonNode   *lk_json_parse      (GBytes      *bytes,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

JsonNode   *lk_json_get_member (JsonObject  *object,
                                const char  *name);
const char *lk_json_get_string (JsonObject  *object,
                                const char  *name);
JsonArray  *lk_json_get_array  (JsonObject  *object,
                                const char  *name);
JsonObject *lk_json_get_object (JsonObject  *object,
                                const char  *name);
JsonObject *lk_json_array_get_object (JsonArray *array,
                                      guint      index);
GStrv       lk_json_get_strv   (JsonObject  *object,
                                const char  *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
