/** Before anything else works, words included: both languages, no parts of ours. */
export function CannotOpen({ detail }: { detail: string }) {
  return (
    <main>
      <h1>Vigie ne peut pas démarrer · Vigie cannot start</h1>
      <p>Quittez Vigie et relancez-la. · Quit Vigie and start it again.</p>
      <pre>{detail}</pre>
    </main>
  );
}
