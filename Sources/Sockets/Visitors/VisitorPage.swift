import Lab
import Screens
import Transcripts

/// What a visitor gets to see: its own handshake, as this end knows it, in the form that it reads.
struct VisitorPage {
  let lab: Lab
  let session: Session

  func answer(to request: HTTPRequest) -> [UInt8] {
    guard ["GET", "HEAD"].contains(request.method) else {
      return HTTPResponse.notAllowed.bytes(withBody: true)
    }
    let response =
      request.path != "/" ? .notFound : request.accept.contains("text/html") ? page : text
    return response.bytes(withBody: request.method == "GET")
  }

  /// Every byte with its reason, for browsers. It holds the secrets of this one connection, which its
  /// reader has anyway.
  private var page: HTTPResponse {
    HTTPResponse(
      status: "200 OK", contentType: "text/html",
      body: Transcript(lab, session).written(as: .html))
  }

  /// A screen, for curl.
  private var text: HTTPResponse {
    var page = Screens.connected(lab, session)
    page.blocks += [.blank] + Screens.ladder(session, eyes: .all).blocks
    return HTTPResponse(
      status: "200 OK", contentType: "text/plain",
      body: String(worded: "This is your own handshake, as the server saw it.") + "\n\n"
        + Layout(width: 80).text(of: page, hints: false))
  }
}
