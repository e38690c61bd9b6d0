import Commands
import Explanations
import Screens
import Transcripts

/// A form in which other programs, or people with a pen, take the questions.
enum QuizFormat: String, Choosable {
  case gift
  case moodleXML = "moodle-xml"
  case markdown

  var typed: String { rawValue }

  var meaning: String { said(.choice, "quiz.\(rawValue)") }

  func written(_ questions: [QuizQuestion]) -> String {
    switch self {
    case .gift: GIFTQuiz(questions: questions).text
    case .moodleXML: MoodleQuiz(questions: questions).text
    case .markdown: PaperQuiz(questions: questions).text
    }
  }
}

extension [QuizQuestion] {
  /// By where they come from, in order of appearance, each numbered from 1.
  var chapters: [(source: String, questions: [(number: Int, question: QuizQuestion)])] {
    var sources: [String] = []
    for question in self where !sources.contains(question.source) {
      sources.append(question.source)
    }
    return sources.map { source in
      let own = filter { $0.source == source }
      return (source, own.enumerated().map { ($0.offset + 1, $0.element) })
    }
  }
}

/// GIFT, the text format of Moodle, which other course systems read as well.
struct GIFTQuiz {
  let questions: [QuizQuestion]

  var text: String {
    questions.chapters.map { source, questions in
      "$CATEGORY: tlslab/\(source)\n\n"
        + questions.map { number, question in
          let choices = question.choices.map { choice in
            "\t\(choice.isCorrect ? "=" : "~")\(Self.escaped(choice.text))#\(Self.escaped(choice.say))\n"
          }
          return
            "::\(Self.escaped("\(source) \(number)"))::[markdown]\(Self.escaped(question.text)) {\n"
            + choices.joined() + "}\n"
        }.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// Six characters mean something in GIFT; a line break would end the answer.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if character.isNewline {
        escaped += "\\n"
      } else {
        if "~=#{}:\\".contains(character) { escaped += "\\" }
        escaped.append(character)
      }
    }
    return escaped
  }
}

/// Moodle's own XML.
struct MoodleQuiz {
  let questions: [QuizQuestion]

  var text: String {
    var xml = HTML()
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    xml.element("quiz") { xml in
      for (source, questions) in questions.chapters {
        xml.element("question", ["type": "category"]) { xml in
          xml.element("category") { $0.element("text", text: "$course$/top/tlslab/\(source)") }
        }
        for (number, question) in questions { add(question, named: "\(source) \(number)", &xml) }
      }
    }
    return xml.markup + "\n"
  }

  private func add(_ question: QuizQuestion, named name: String, _ xml: inout HTML) {
    xml.element("question", ["type": "multichoice"]) { xml in
      xml.element("name") { $0.element("text", text: name) }
      xml.element("questiontext", Self.format) { $0.element("text", text: question.text) }
      for (name, value) in Self.usual { xml.element(name, text: value) }
      for choice in question.choices {
        let grade = choice.isCorrect ? "100" : "0"
        xml.element("answer", ["fraction": grade, "format": "markdown"]) { xml in
          xml.element("text", text: choice.text)
          xml.element("feedback", Self.format) { $0.element("text", text: choice.say) }
        }
      }
    }
  }

  private static let format: KeyValuePairs<StaticString, String?> = ["format": "markdown"]
  private static let usual: KeyValuePairs<StaticString, String> = [
    "defaultgrade": "1", "single": "true", "shuffleanswers": "true", "answernumbering": "abc",
  ]
}

/// Questions on paper, the answers behind them.
struct PaperQuiz {
  let questions: [QuizQuestion]

  var text: String {
    let chapters = questions.chapters
    let asked = chapters.map { source, questions in
      "## \(source)\n\n"
        + questions.map { number, question in
          "\(number). \(question.text)\n\n"
            + Self.lettered(question).map { "   - [ ] \($0). \($1.text)\n" }.joined()
        }.joined(separator: "\n")
    }
    let solved = chapters.map { source, questions in
      "\(source): "
        + questions.map { number, question in
          let right = Self.lettered(question).filter(\.1.isCorrect).map(\.0)
          return "\(number) \(right.joined(separator: ", "))"
        }.joined(separator: "; ") + "\n"
    }
    let title = String(worded: "Questions")
    let answers = String(worded: "Answers")
    return
      "# \(title)\n\n\(asked.joined(separator: "\n"))\n---\n\n# \(answers)\n\n\(solved.joined(separator: "\n"))"
  }

  private static func lettered(_ question: QuizQuestion) -> [(String, Question.Choice)] {
    question.choices.enumerated().map { (Course.letter($0.offset), $0.element) }
  }
}
