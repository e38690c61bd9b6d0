import Lab

/// One connection of a session: with an attacker in between there are two.
struct ConnectionPlace {
  var session: Session
  var wire: Wire
}
