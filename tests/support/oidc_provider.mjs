// A real OpenID provider (npm oidc-provider) on loopback, for tests. It signs in whoever the test
// names, without asking. Arguments: port, client id, client secret, redirect URI. It says one line
// when it listens; POST /control with a name as body chooses who signs in next.
import { createServer } from "node:http";
import { createRequire } from "node:module";

const [port, clientId, clientSecret, redirectUri, packages] = process.argv.slice(2);
const { Provider } = await import(createRequire(`${packages}/package.json`).resolve("oidc-provider"));
const issuer = `http://127.0.0.1:${port}`;
let who = "watch-1";

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  cookies: { keys: ["a test's own"] },
  pkce: { required: () => true },
  claims: { openid: ["sub"], profile: ["preferred_username"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id.replace(/^person-/, "") }),
  }),
});

async function finish(request, response) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    const result = { login: { accountId: `person-${who}` } };
    return provider.interactionFinished(request, response, result);
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid profile");
  const result = { consent: { grantId: await grant.save() } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

const handle = provider.callback();
createServer((request, response) => {
  if (request.url === "/control") {
    request.on("data", (data) => {
      who = String(data);
    });
    request.on("end", () => response.end("ok"));
  } else if (request.url.startsWith("/interaction/")) {
    finish(request, response).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  } else {
    handle(request, response);
  }
}).listen(Number(port), "127.0.0.1", () => process.stdout.write("listening\n"));
