import Lab
import Screens

// What is told in whole chapters, in the words of the screens.
extension SessionAnnotator {
  var chapters: [Chapter] {
    let eyes = isRedacted ? Eyes(.eavesdropper) : Eyes.all
    return [
      Chapter("result", "Who and what", Screens.connected(lab, session).blocks),
      Chapter("ladder", "The ladder", Screens.ladder(session, eyes: eyes).blocks),
      Chapter(
        "knowledge", "Who knows what", Screens.knowledge(lab, session, difference: nil).blocks),
      Chapter(
        "opened", "What the eavesdropper could read",
        Screens.opened(lab, session, saying: !isRedacted).blocks),
      Chapter("theft", "What a theft would open", Screens.matrix(alone).blocks),
    ]
  }

  /// The same lab with this session alone, and those that it was resumed from.
  private var alone: Lab { lab }
}
