/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-others.h"

#include "lk-test.h"

#include <string.h>

#define SERVICE "org.freedesktop.secrets"
#define SECRETS_PATH "/org/freedesktop/secrets"
#define DEFAULT_PATH "/org/freedesktop/secrets/aliases/default"
#define APPLICATION "org.example.other-program"

static const char *const secrets[] = { "x", "FAKE-secret of somebody else", "several\nlines\n\n", "ünï¢ödé" };

/* What asks; the session is that of its connection. */
typedef struct
{
  GDBusConnection *bus;
  char            *session;
} Visit;

static GVariant *
call (Visit              *visit,
      const char         *path,
      const char         *interface,
      const char         *method,
      GVariant           *arguments,
      const GVariantType *type)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_sync (visit->bus, SERVICE, path, interface, method, arguments, type,
                                                  G_DBUS_CALL_FLAGS_NONE, LK_TEST_TIMEOUT_S * 1000, NULL, &error);

  g_assert_no_error (error);

  return answer;
}

static void
begin (Visit *visit)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  visit->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  answer = call (visit, SECRETS_PATH, "org.freedesktop.Secret.Service", "OpenSession",
                 g_variant_new ("(sv)", "plain", g_variant_new_string ("")), G_VARIANT_TYPE ("(vo)"));
  g_variant_get (answer, "(vo)", NULL, &visit->session);
}

static void
end (Visit *visit)
{
  g_autoptr (GVariant) answer G_GNUC_UNUSED = call (visit, visit->session, "org.freedesktop.Secret.Session", "Close", NULL, NULL);

  g_free (visit->session);
  g_object_unref (visit->bus);
}

static GVariant *
make_attributes (const char *number)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&builder, "{ss}", "application", APPLICATION);
  if (number != NULL)
    g_variant_builder_add (&builder, "{ss}", "number", number);

  return g_variant_builder_end (&builder);
}

static void
store (Visit *visit,
       guint  i)
{
  g_autofree char *number = g_strdup_printf ("%u", i);
  g_autoptr (GVariant) answer = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&builder, "{sv}", "org.freedesktop.Secret.Item.Label", g_variant_new_string (number));
  g_variant_builder_add (&builder, "{sv}", "org.freedesktop.Secret.Item.Attributes", make_attributes (number));
  answer = call (visit, DEFAULT_PATH, "org.freedesktop.Secret.Collection", "CreateItem",
                 g_variant_new ("(a{sv}(o@ay@ays)b)", &builder, visit->session,
                                g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, NULL, 0, 1),
                                g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, secrets[i], strlen (secrets[i]), 1),
                                "text/plain", FALSE),
                 G_VARIANT_TYPE ("(oo)"));
}

void
lk_fault_others_store (void)
{
  Visit visit;

  begin (&visit);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    store (&visit, i);
  end (&visit);
}

static GStrv
search (Visit    *visit,
        GVariant *attributes)
{
  g_autoptr (GVariant) answer = call (visit, SECRETS_PATH, "org.freedesktop.Secret.Service", "SearchItems",
                                      g_variant_new ("(@a{ss})", attributes), G_VARIANT_TYPE ("(aoao)"));
  GStrv paths;

  g_variant_get (answer, "(^aoao)", &paths, NULL);

  return paths;
}

static gboolean
is_stored (Visit *visit,
           guint  i)
{
  g_autofree char *number = g_strdup_printf ("%u", i);
  g_auto (GStrv) paths = search (visit, make_attributes (number));
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *bytes;
  gsize length;

  if (g_strv_length (paths) != 1)
    return FALSE;

  answer = call (visit, paths[0], "org.freedesktop.Secret.Item", "GetSecret", g_variant_new ("(o)", visit->session),
                 G_VARIANT_TYPE ("((oayays))"));
  g_variant_get (answer, "((oay@ays))", NULL, NULL, &value, NULL);
  bytes = g_variant_get_fixed_array (value, &length, 1);

  return length == strlen (secrets[i]) && memcmp (bytes, secrets[i], length) == 0;
}

char *
lk_fault_others_check (void)
{
  g_auto (GStrv) paths = NULL;
  char *broken = NULL;
  Visit visit;
  guint n;

  begin (&visit);
  paths = search (&visit, make_attributes (NULL));
  n = g_strv_length (paths);
  if (n != G_N_ELEMENTS (secrets))
    broken = g_strdup_printf ("another program has %u secrets, and had %u", n, (guint) G_N_ELEMENTS (secrets));
  for (guint i = 0; i < G_N_ELEMENTS (secrets) && broken == NULL; i++)
    if (!is_stored (&visit, i))
      broken = g_strdup_printf ("secret %u of another program is not as it was", i);
  end (&visit);

  return broken;
}
