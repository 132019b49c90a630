/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_ERROR_DETAILS (lk_error_details_get_type ())

G_DECLARE_FINAL_TYPE (LkErrorDetails, lk_error_details, LK, ERROR_DETAILS, AdwBin)

/* Property "error": what went wrong; it may be set from a template. */
void lk_error_details_set_error (LkErrorDetails *self,
                                 const GError   *error);

G_END_DECLS
