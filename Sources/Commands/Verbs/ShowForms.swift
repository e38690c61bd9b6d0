import Lab
import Screens

/// What `show` shows of messages.
let messageForms: [Form] = [
  Form(
    words: "message", .optional(.message("N|NAME")),
    .option("--as", .choice("FORM"), meaning: "how it is drawn"), .session, aliases: ["m"],
    meaning: "the last message, the N-th or the one with that name",
    data: { interpreter, message, _, session throws(CommandError) in
      let seen = interpreter.lab.seen(session)
      return SessionData.message(seen, try seen.messageNumber(message))
    }, run: ShowVerbs.message),
  Form(
    words: "field", .one(.field("PATH")), .session, aliases: ["p"],
    meaning: "one field of a message: its bytes, its meaning, where it is defined",
    data: ShowVerbs.fieldData, run: ShowVerbs.field),
  Form(
    words: "bytes", .optional(.message("N|NAME")), .session, meaning: "the bytes on the wire",
    data: { interpreter, message, session throws(CommandError) in
      let seen = interpreter.lab.seen(session)
      return SessionData.bytes(seen, try seen.messageNumber(message))
    },
    run: { interpreter, message, session throws(CommandError) in
      Screens.bytes(
        session, number: try interpreter.lab.seen(session).messageNumber(message),
        eyes: interpreter.lab.eyes(on: session))
    }),
]
