// The subgraphs put together by both published composition libraries.
import { composeServices as apollo } from "@apollo/composition";
import { composeServices as guild } from "@theguild/federation-composition";
import { parse } from "graphql";

/** The supergraph of our subgraph and the other one, as Apollo's library makes it; both must find nothing wrong. */
export function compose(sdl, ours, other) {
  const services = [
    { name: "vitrine", url: ours, typeDefs: parse(sdl) },
    { name: "reviews", url: other.url, typeDefs: other.typeDefs },
  ];
  const results = Object.entries({ "@apollo/composition": apollo, "@theguild/federation-composition": guild }).map(
    ([library, composeServices]) => {
      const { errors, supergraphSdl } = composeServices(services);
      if (errors?.length > 0) {
        throw new Error(`${library}:\n${errors.map((error) => error.message).join("\n")}`);
      }
      console.log(`${library} composes ${services.length} subgraphs to ${supergraphSdl.length} characters.`);
      return supergraphSdl;
    },
  );
  return results[0];
}
