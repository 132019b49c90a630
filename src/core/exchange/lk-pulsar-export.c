/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-export.h"

#include "lk-client-conf.h"

#include <glib/gi18n-lib.h>

/**
 * lk_pulsar_export_suits:
 * @format: a format
 *
 * Returns: whether a Pulsar token can be written so
 */
gboolean
lk_pulsar_export_suits (LkExportFormat format)
{
  return format == LK_EXPORT_CLIENT_CONF || format == LK_EXPORT_DOTENV || format == LK_EXPORT_SH
         || format == LK_EXPORT_FISH;
}

/**
 * lk_pulsar_export_file_name:
 * @self: a token
 * @format: a format
 *
 * Proposes a file name; it has nothing in it that a file name cannot have.
 *
 * Returns: (transfer full): the name
 */
char *
lk_pulsar_export_file_name (const LkPulsarExport *self,
                            LkExportFormat        format)
{
  return lk_export_format_name_file (format, self->script_name != NULL ? self->script_name : self->place.tenant, "pulsar");
}

/**
 * lk_pulsar_export_write:
 * @self: a token
 * @format: how
 * @error: return location for a #LkExchangeError
 *
 * Writes a token down.
 *
 * Returns: (transfer full): the content of a file, in memory that is overwritten with its last reference; %NULL with
 *   @error set
 */
GBytes *
lk_pulsar_export_write (const LkPulsarExport  *self,
                        LkExportFormat         format,
                        GError               **error)
{
  g_return_val_if_fail (self->token != NULL, NULL);

  switch (format)
    {
    case LK_EXPORT_CLIENT_CONF:
      return lk_client_conf_write (self->place.web_service_url, self->place.broker_service_url, self->token, error);

    case LK_EXPORT_DOTENV:
      return lk_pulsar_lines_write_dotenv (&self->place, self->variables, self->token, error);

    case LK_EXPORT_SH:
      return lk_pulsar_lines_write (&self->place, self->variables, LK_SHELL_SH, self->token, error);

    case LK_EXPORT_FISH:
      return lk_pulsar_lines_write (&self->place, self->variables, LK_SHELL_FISH, self->token, error);

    case LK_EXPORT_PORTAL_JSON:
    case LK_EXPORT_CSV:
    case LK_EXPORT_ASTRARC:
    case LK_EXPORT_N_FORMATS:
    default:
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_INCOMPLETE,
                           _("Only an application token can be written so: this is a Pulsar token"));
      return NULL;
    }
}
