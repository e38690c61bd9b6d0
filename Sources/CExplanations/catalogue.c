// The catalogue of explanations goes into the program, so that it needs no folder beside it. A
// translation is one more folder here, and one more block of lines.
#include "CExplanations.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define FILE_OF(kind) static const unsigned char en_##kind[]
#define ENTRY(kind) {"en", #kind, en_##kind, sizeof en_##kind}

FILE_OF(abilities) = {
#embed "en/abilities.yaml"
};
FILE_OF(alerts) = {
#embed "en/alerts.yaml"
};
FILE_OF(attacks) = {
#embed "en/attacks.yaml"
};
FILE_OF(audit) = {
#embed "en/audit.yaml"
};
FILE_OF(authorities) = {
#embed "en/authorities.yaml"
};
FILE_OF(checks) = {
#embed "en/checks.yaml"
};
FILE_OF(choices) = {
#embed "en/choices.yaml"
};
FILE_OF(connections) = {
#embed "en/connections.yaml"
};
FILE_OF(decrypting) = {
#embed "en/decrypting.yaml"
};
FILE_OF(deeds) = {
#embed "en/deeds.yaml"
};
FILE_OF(demonstrations) = {
#embed "en/demonstrations.yaml"
};
FILE_OF(differences) = {
#embed "en/differences.yaml"
};
FILE_OF(errors) = {
#embed "en/errors.yaml"
};
FILE_OF(examination) = {
#embed "en/examination.yaml"
};
FILE_OF(extensions) = {
#embed "en/extensions.yaml"
};
FILE_OF(failures) = {
#embed "en/failures.yaml"
};
FILE_OF(faults) = {
#embed "en/faults.yaml"
};
FILE_OF(fields) = {
#embed "en/fields.yaml"
};
FILE_OF(formulas) = {
#embed "en/formulas.yaml"
};
FILE_OF(glossary) = {
#embed "en/glossary.yaml"
};
FILE_OF(groups) = {
#embed "en/groups.yaml"
};
FILE_OF(messages) = {
#embed "en/messages.yaml"
};
FILE_OF(pages) = {
#embed "en/pages.yaml"
};
FILE_OF(probe) = {
#embed "en/probe.yaml"
};
FILE_OF(questions) = {
#embed "en/questions.yaml"
};
FILE_OF(reasons) = {
#embed "en/reasons.yaml"
};
FILE_OF(refusals) = {
#embed "en/refusals.yaml"
};
FILE_OF(settings) = {
#embed "en/settings.yaml"
};
FILE_OF(signatures) = {
#embed "en/signatures.yaml"
};
FILE_OF(steps) = {
#embed "en/steps.yaml"
};
FILE_OF(suites) = {
#embed "en/suites.yaml"
};
FILE_OF(toolbox) = {
#embed "en/toolbox.yaml"
};
FILE_OF(topics) = {
#embed "en/topics.yaml"
};
FILE_OF(values) = {
#embed "en/values.yaml"
};
FILE_OF(world) = {
#embed "en/world.yaml"
};

static const unsigned char documents[] = {
#embed "documents.yaml"
};

static const struct tlslab_catalogue_file files[] = {
    ENTRY(abilities), ENTRY(alerts), ENTRY(attacks), ENTRY(audit), ENTRY(authorities),
    ENTRY(checks), ENTRY(choices), ENTRY(connections), ENTRY(decrypting), ENTRY(deeds),
    ENTRY(demonstrations),
    ENTRY(differences), ENTRY(errors), ENTRY(examination), ENTRY(extensions), ENTRY(failures), ENTRY(faults),
    ENTRY(fields), ENTRY(formulas), ENTRY(glossary), ENTRY(groups), ENTRY(messages), ENTRY(pages),
    ENTRY(probe),
    ENTRY(questions), ENTRY(reasons), ENTRY(refusals), ENTRY(settings), ENTRY(signatures),
    ENTRY(steps), ENTRY(suites), ENTRY(toolbox), ENTRY(topics), ENTRY(values), ENTRY(world),
    {"", "documents", documents, sizeof documents},
};

const struct tlslab_catalogue_file *tlslab_catalogue_file_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
