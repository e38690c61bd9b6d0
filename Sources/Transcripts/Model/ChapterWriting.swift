import Lab
import Screens

// What is told in whole chapters, in the words of the screens.
extension SessionAnnotator {
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
      Chapter("theft", "What a theft would open", Screens.matrix(lab).blocks),
    ]
  }
}
