import Lab
import Screens

// What is told in whole chapters, in the words of the screens.
extension SessionAnnotator {
  /// Where a call was set up: from the theft to the voice.
  private func call(_ lab: Lab) -> [Chapter] {
    let call = lab.heardCall(of: session)
    guard call.state != .none else { return [] }
    var chapter = Chapter(
      "cascade", "From the theft to the voice", Screens.cascade(lab, session).blocks)
    chapter.sound = call.wav
    return [chapter]
  }

  var chapters: [Chapter] {
    guard !isRedacted else {
      return [
        Chapter("result", "Who and what", Screens.overheard(lab, session).blocks),
        Chapter(
          "ladder", "The ladder", Screens.ladder(session, eyes: viewer.eyes, onPaper: true).blocks),
      ]
    }
    let lab = lab.seeingAll
    return [
      Chapter("result", "Who and what", Screens.connected(lab, session, onPaper: true).blocks),
      Chapter(
        "ladder", "The ladder", Screens.ladder(session, eyes: viewer.eyes, onPaper: true).blocks),
      Chapter(
        "knowledge", "Who knows what", Screens.knowledge(lab, session, difference: nil).blocks),
      Chapter(
        "opened", "What the eavesdropper could read", Screens.opened(lab, session).blocks),
    ] + call(lab) + [Chapter("theft", "What a theft would open", Screens.matrix(lab).blocks)]
  }
}
