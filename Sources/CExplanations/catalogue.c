// The catalogue of explanations goes into the program, so that it needs no folder beside it. Written by
// `make catalogue`.
#include "CExplanations.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char documents[] = {
#embed "documents.yaml"
}; static const unsigned char de_abilities[] = {
#embed "de/abilities.yaml"
}; static const unsigned char de_alerts[] = {
#embed "de/alerts.yaml"
}; static const unsigned char de_attacks[] = {
#embed "de/attacks.yaml"
}; static const unsigned char de_audit[] = {
#embed "de/audit.yaml"
}; static const unsigned char de_authorities[] = {
#embed "de/authorities.yaml"
}; static const unsigned char de_checks[] = {
#embed "de/checks.yaml"
}; static const unsigned char de_choices[] = {
#embed "de/choices.yaml"
}; static const unsigned char de_connections[] = {
#embed "de/connections.yaml"
}; static const unsigned char de_decrypting[] = {
#embed "de/decrypting.yaml"
}; static const unsigned char de_deeds[] = {
#embed "de/deeds.yaml"
}; static const unsigned char de_demonstrations[] = {
#embed "de/demonstrations.yaml"
}; static const unsigned char de_differences[] = {
#embed "de/differences.yaml"
}; static const unsigned char de_errors[] = {
#embed "de/errors.yaml"
}; static const unsigned char de_examination[] = {
#embed "de/examination.yaml"
}; static const unsigned char de_extensions[] = {
#embed "de/extensions.yaml"
}; static const unsigned char de_failures[] = {
#embed "de/failures.yaml"
}; static const unsigned char de_faults[] = {
#embed "de/faults.yaml"
}; static const unsigned char de_fields[] = {
#embed "de/fields.yaml"
}; static const unsigned char de_formulas[] = {
#embed "de/formulas.yaml"
}; static const unsigned char de_glossary[] = {
#embed "de/glossary.yaml"
}; static const unsigned char de_groups[] = {
#embed "de/groups.yaml"
}; static const unsigned char de_messages[] = {
#embed "de/messages.yaml"
}; static const unsigned char de_pages[] = {
#embed "de/pages.yaml"
}; static const unsigned char de_probe[] = {
#embed "de/probe.yaml"
}; static const unsigned char de_questions[] = {
#embed "de/questions.yaml"
}; static const unsigned char de_reasons[] = {
#embed "de/reasons.yaml"
}; static const unsigned char de_refusals[] = {
#embed "de/refusals.yaml"
}; static const unsigned char de_settings[] = {
#embed "de/settings.yaml"
}; static const unsigned char de_signatures[] = {
#embed "de/signatures.yaml"
}; static const unsigned char de_steps[] = {
#embed "de/steps.yaml"
}; static const unsigned char de_suites[] = {
#embed "de/suites.yaml"
}; static const unsigned char de_toolbox[] = {
#embed "de/toolbox.yaml"
}; static const unsigned char de_topics[] = {
#embed "de/topics.yaml"
}; static const unsigned char de_values[] = {
#embed "de/values.yaml"
}; static const unsigned char de_wordings[] = {
#embed "de/wordings.yaml"
}; static const unsigned char de_world[] = {
#embed "de/world.yaml"
}; static const unsigned char en_abilities[] = {
#embed "en/abilities.yaml"
}; static const unsigned char en_alerts[] = {
#embed "en/alerts.yaml"
}; static const unsigned char en_attacks[] = {
#embed "en/attacks.yaml"
}; static const unsigned char en_audit[] = {
#embed "en/audit.yaml"
}; static const unsigned char en_authorities[] = {
#embed "en/authorities.yaml"
}; static const unsigned char en_checks[] = {
#embed "en/checks.yaml"
}; static const unsigned char en_choices[] = {
#embed "en/choices.yaml"
}; static const unsigned char en_connections[] = {
#embed "en/connections.yaml"
}; static const unsigned char en_decrypting[] = {
#embed "en/decrypting.yaml"
}; static const unsigned char en_deeds[] = {
#embed "en/deeds.yaml"
}; static const unsigned char en_demonstrations[] = {
#embed "en/demonstrations.yaml"
}; static const unsigned char en_differences[] = {
#embed "en/differences.yaml"
}; static const unsigned char en_errors[] = {
#embed "en/errors.yaml"
}; static const unsigned char en_examination[] = {
#embed "en/examination.yaml"
}; static const unsigned char en_extensions[] = {
#embed "en/extensions.yaml"
}; static const unsigned char en_failures[] = {
#embed "en/failures.yaml"
}; static const unsigned char en_faults[] = {
#embed "en/faults.yaml"
}; static const unsigned char en_fields[] = {
#embed "en/fields.yaml"
}; static const unsigned char en_formulas[] = {
#embed "en/formulas.yaml"
}; static const unsigned char en_glossary[] = {
#embed "en/glossary.yaml"
}; static const unsigned char en_groups[] = {
#embed "en/groups.yaml"
}; static const unsigned char en_messages[] = {
#embed "en/messages.yaml"
}; static const unsigned char en_pages[] = {
#embed "en/pages.yaml"
}; static const unsigned char en_probe[] = {
#embed "en/probe.yaml"
}; static const unsigned char en_questions[] = {
#embed "en/questions.yaml"
}; static const unsigned char en_reasons[] = {
#embed "en/reasons.yaml"
}; static const unsigned char en_refusals[] = {
#embed "en/refusals.yaml"
}; static const unsigned char en_settings[] = {
#embed "en/settings.yaml"
}; static const unsigned char en_signatures[] = {
#embed "en/signatures.yaml"
}; static const unsigned char en_steps[] = {
#embed "en/steps.yaml"
}; static const unsigned char en_suites[] = {
#embed "en/suites.yaml"
}; static const unsigned char en_toolbox[] = {
#embed "en/toolbox.yaml"
}; static const unsigned char en_topics[] = {
#embed "en/topics.yaml"
}; static const unsigned char en_values[] = {
#embed "en/values.yaml"
}; static const unsigned char en_world[] = {
#embed "en/world.yaml"
};

static const struct tlslab_catalogue_file files[] = {
    {"", "documents", documents, sizeof documents},
    {"de", "abilities", de_abilities, sizeof de_abilities},
    {"de", "alerts", de_alerts, sizeof de_alerts},
    {"de", "attacks", de_attacks, sizeof de_attacks},
    {"de", "audit", de_audit, sizeof de_audit},
    {"de", "authorities", de_authorities, sizeof de_authorities},
    {"de", "checks", de_checks, sizeof de_checks},
    {"de", "choices", de_choices, sizeof de_choices},
    {"de", "connections", de_connections, sizeof de_connections},
    {"de", "decrypting", de_decrypting, sizeof de_decrypting},
    {"de", "deeds", de_deeds, sizeof de_deeds},
    {"de", "demonstrations", de_demonstrations, sizeof de_demonstrations},
    {"de", "differences", de_differences, sizeof de_differences},
    {"de", "errors", de_errors, sizeof de_errors},
    {"de", "examination", de_examination, sizeof de_examination},
    {"de", "extensions", de_extensions, sizeof de_extensions},
    {"de", "failures", de_failures, sizeof de_failures},
    {"de", "faults", de_faults, sizeof de_faults},
    {"de", "fields", de_fields, sizeof de_fields},
    {"de", "formulas", de_formulas, sizeof de_formulas},
    {"de", "glossary", de_glossary, sizeof de_glossary},
    {"de", "groups", de_groups, sizeof de_groups},
    {"de", "messages", de_messages, sizeof de_messages},
    {"de", "pages", de_pages, sizeof de_pages},
    {"de", "probe", de_probe, sizeof de_probe},
    {"de", "questions", de_questions, sizeof de_questions},
    {"de", "reasons", de_reasons, sizeof de_reasons},
    {"de", "refusals", de_refusals, sizeof de_refusals},
    {"de", "settings", de_settings, sizeof de_settings},
    {"de", "signatures", de_signatures, sizeof de_signatures},
    {"de", "steps", de_steps, sizeof de_steps},
    {"de", "suites", de_suites, sizeof de_suites},
    {"de", "toolbox", de_toolbox, sizeof de_toolbox},
    {"de", "topics", de_topics, sizeof de_topics},
    {"de", "values", de_values, sizeof de_values},
    {"de", "wordings", de_wordings, sizeof de_wordings},
    {"de", "world", de_world, sizeof de_world},
    {"en", "abilities", en_abilities, sizeof en_abilities},
    {"en", "alerts", en_alerts, sizeof en_alerts},
    {"en", "attacks", en_attacks, sizeof en_attacks},
    {"en", "audit", en_audit, sizeof en_audit},
    {"en", "authorities", en_authorities, sizeof en_authorities},
    {"en", "checks", en_checks, sizeof en_checks},
    {"en", "choices", en_choices, sizeof en_choices},
    {"en", "connections", en_connections, sizeof en_connections},
    {"en", "decrypting", en_decrypting, sizeof en_decrypting},
    {"en", "deeds", en_deeds, sizeof en_deeds},
    {"en", "demonstrations", en_demonstrations, sizeof en_demonstrations},
    {"en", "differences", en_differences, sizeof en_differences},
    {"en", "errors", en_errors, sizeof en_errors},
    {"en", "examination", en_examination, sizeof en_examination},
    {"en", "extensions", en_extensions, sizeof en_extensions},
    {"en", "failures", en_failures, sizeof en_failures},
    {"en", "faults", en_faults, sizeof en_faults},
    {"en", "fields", en_fields, sizeof en_fields},
    {"en", "formulas", en_formulas, sizeof en_formulas},
    {"en", "glossary", en_glossary, sizeof en_glossary},
    {"en", "groups", en_groups, sizeof en_groups},
    {"en", "messages", en_messages, sizeof en_messages},
    {"en", "pages", en_pages, sizeof en_pages},
    {"en", "probe", en_probe, sizeof en_probe},
    {"en", "questions", en_questions, sizeof en_questions},
    {"en", "reasons", en_reasons, sizeof en_reasons},
    {"en", "refusals", en_refusals, sizeof en_refusals},
    {"en", "settings", en_settings, sizeof en_settings},
    {"en", "signatures", en_signatures, sizeof en_signatures},
    {"en", "steps", en_steps, sizeof en_steps},
    {"en", "suites", en_suites, sizeof en_suites},
    {"en", "toolbox", en_toolbox, sizeof en_toolbox},
    {"en", "topics", en_topics, sizeof en_topics},
    {"en", "values", en_values, sizeof en_values},
    {"en", "world", en_world, sizeof en_world},
};

const struct tlslab_catalogue_file *tlslab_catalogue_file_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
