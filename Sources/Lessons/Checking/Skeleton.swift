/// What a new lesson begins with.
enum Skeleton {
  static func text(_ id: String) -> String {
    """
    ---
    format: 1
    id: \(id)
    title: FILL IN a title
    lang: en
    minutes: 10
    needs: []
    teaches: [connect]
    world: {preset: uc, seed: 1}
    skip: after-hints
    ---
    # FILL IN a title

    FILL IN who meets what problem.

    ```step id=first
    do: FILL IN what to do.
    expect:
      - sessions.S1.kx == ecdhe
    solution:
      - connect
    hint:
      - FILL IN a nudge.
      - "Type: connect"
    explain: FILL IN what happened, with its RFC section.
    ```

    ## In your own deployment

    FILL IN what to check at home.

    """
  }
}
